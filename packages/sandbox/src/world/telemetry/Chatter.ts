import type { PodRuntime } from '../cluster/kubelet/PodRuntime';
import type { Environment } from '../Environment';
import type { Random } from '../random';
import { applicationLines } from './applicationLines';
import type { LogWriter } from './LogWriter';

/** Above this share of its memory limit an application complains. */
const MEMORY_COMPLAINT = 0.86;
const COMPLAINT_CHANCE = 0.4;
/** How much the time that a slow disk takes varies. */
const VOLUME_JITTER = 0.3;

/** What applications write without being asked: jobs, caches, and worries that mean nothing. */
export class Chatter {
  readonly #logs: LogWriter;
  readonly #environment: Environment;
  readonly #random: Random;

  constructor(logs: LogWriter, environment: Environment, random: Random) {
    this.#logs = logs;
    this.#environment = environment;
    this.#random = random;
  }

  tick(runtime: PodRuntime, nowMs: number, tickSeconds: number): void {
    if (!runtime.warm(nowMs)) {
      return;
    }
    const at = () =>
      Math.floor(this.#random.between(nowMs - tickSeconds * 1000, nowMs));
    for (const { everySeconds, level, text } of [
      ...(runtime.definition?.chatter ?? []),
      ...(runtime.behaviour?.chatter ?? []),
    ]) {
      if (this.#random.chance(tickSeconds / everySeconds)) {
        this.#logs.write(
          runtime,
          at(),
          level,
          text.replace('#', String(this.#random.int(2, 900))),
        );
      }
    }
    if (
      runtime.memoryUsedMi > runtime.memoryLimitMi * MEMORY_COMPLAINT &&
      this.#random.chance(COMPLAINT_CHANCE)
    ) {
      this.#logs.write(
        runtime,
        at(),
        'warn',
        applicationLines.memoryPressure(runtime),
      );
    }
    const delayMs = this.#environment.volumeDelayMs(
      runtime.namespace,
      runtime.service,
      runtime.createdAtMs,
    );
    if (delayMs > 0 && this.#random.chance(COMPLAINT_CHANCE)) {
      const seen = Math.round(
        delayMs * this.#random.between(1 - VOLUME_JITTER, 1 + VOLUME_JITTER),
      );
      this.#logs.write(
        runtime,
        at(),
        'warn',
        applicationLines.slowVolume(seen),
      );
    }
  }
}
