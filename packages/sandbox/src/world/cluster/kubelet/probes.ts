import type { KubeObject } from '../../../types';
import type { Random } from '../../random';
import type { PodRuntime } from './PodRuntime';

/** Chance that a healthy pod misses one probe, as happens in any cluster: about once a day and pod. */
const BLIP_CHANCE = 0.00006;
/** Chance that a container starved of CPU answers a probe too late. */
const STARVED_CHANCE = 0.03;

type Probe = {
  httpGet?: { path: string };
  initialDelaySeconds?: number;
  periodSeconds?: number;
  failureThreshold?: number;
};

export type ProbeOutcome = {
  ready: boolean;
  /** Messages of `Unhealthy` Events. */
  failures: string[];
  restart: boolean;
};

/** Runs the probes of a container that are due and schedules their next turn. */
export function probe(
  runtime: PodRuntime,
  pod: KubeObject,
  now: number,
  random: Random,
): ProbeOutcome {
  const [container] = pod.spec.containers;
  const outcome: ProbeOutcome = {
    ready: runtime.ready,
    failures: [],
    restart: false,
  };
  const readiness: Probe | undefined = container.readinessProbe;
  if (!readiness) {
    outcome.ready = runtime.warm(now);
    runtime.nextReadinessMs = now + 5000;
  } else if (now >= runtime.nextReadinessMs) {
    runtime.nextReadinessMs = now + (readiness.periodSeconds ?? 10) * 1000;
    const problem = answer(runtime, readiness, now, random);
    runtime.readinessFailures = problem ? runtime.readinessFailures + 1 : 0;
    if (problem) {
      outcome.failures.push(`Readiness probe failed: ${problem}`);
      outcome.ready =
        runtime.ready &&
        runtime.readinessFailures < (readiness.failureThreshold ?? 3);
    } else {
      outcome.ready = true;
    }
  }
  const liveness: Probe | undefined = container.livenessProbe;
  if (!liveness) {
    runtime.nextLivenessMs = Infinity;
  } else if (now >= runtime.nextLivenessMs) {
    runtime.nextLivenessMs = now + (liveness.periodSeconds ?? 10) * 1000;
    const early =
      now < runtime.startedAtMs + (liveness.initialDelaySeconds ?? 0) * 1000;
    const problem = early ? undefined : answer(runtime, liveness, now, random);
    runtime.livenessFailures = problem ? runtime.livenessFailures + 1 : 0;
    if (problem) {
      outcome.failures.push(`Liveness probe failed: ${problem}`);
      outcome.restart =
        runtime.livenessFailures >= (liveness.failureThreshold ?? 3);
    }
  }
  return outcome;
}

/** What is wrong with the answer; undefined when it is well. */
function answer(
  runtime: PodRuntime,
  check: Probe,
  now: number,
  random: Random,
): string | undefined {
  const url = `http://${runtime.podIP}:8080${check.httpGet?.path ?? '/'}`;
  if (!runtime.warm(now)) {
    return `Get "${url}": dial tcp ${runtime.podIP}:8080: connect: connection refused`;
  }
  const { behaviour } = runtime;
  const path = check.httpGet?.path;
  if (path && path !== behaviour?.readyPath && path !== behaviour?.livePath) {
    return 'HTTP probe failed with statuscode: 404';
  }
  if (random.chance(runtime.pressure > 1.1 ? STARVED_CHANCE : BLIP_CHANCE)) {
    return `Get "${url}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`;
  }
  return undefined;
}
