import type { PodRuntime } from '../cluster/kubelet/PodRuntime';
import type { Random } from '../random';

/** Work that may wait in front of a container; more is turned away. */
const MAX_BACKLOG_SECONDS = 6;
/** How much of the way to its new level memory goes in a tick. */
const MEMORY_FOLLOWS = 0.2;

/** What the requests of one tick do to a container's CPU, queue and memory. */
export function loadContainer(
  runtime: PodRuntime,
  ratePerSecond: number,
  tickSeconds: number,
  random: Random,
): void {
  const { behaviour } = runtime;
  if (!behaviour || !runtime.running) {
    runtime.cpuUsed = 0;
    runtime.pressure = 0;
    runtime.backlogSeconds = 0;
    return;
  }
  const jitter = 1 + 0.05 * random.gauss();
  const asked = Math.max(
    0.001,
    (behaviour.idleCpu + ratePerSecond * behaviour.cpuSecondsPerRequest) *
      jitter,
  );
  runtime.pressure = asked / runtime.cpuLimit;
  runtime.cpuUsed = Math.min(
    asked,
    runtime.cpuLimit * (0.985 + 0.01 * random.unit()),
  );
  runtime.backlogSeconds = Math.min(
    MAX_BACKLOG_SECONDS,
    Math.max(0, runtime.backlogSeconds + (runtime.pressure - 1) * tickSeconds),
  );
  const level =
    behaviour.memoryBaseMi + behaviour.memoryMiPerRps * ratePerSecond;
  const settled = runtime.memoryUsedMi - runtime.leakedMi;
  runtime.leakedMi += behaviour.leakMiPerRequest * ratePerSecond * tickSeconds;
  runtime.memoryUsedMi =
    settled +
    (level - settled) * MEMORY_FOLLOWS +
    level * 0.006 * random.gauss() +
    runtime.leakedMi;
}

/** The share of requests that a container with a full queue turns away. */
export function rejectedShare(runtime: PodRuntime): number {
  return runtime.backlogSeconds >= MAX_BACKLOG_SECONDS * 0.98 &&
    runtime.pressure > 1
    ? 1 - 1 / runtime.pressure
    : 0;
}
