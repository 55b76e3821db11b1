import type { KubeObject } from '../../../types';
import type { Random } from '../../random';
import type { PodRuntime } from './PodRuntime';

/** Chance that a healthy pod misses one probe, as happens in any cluster: about once a day and pod. */
const BLIP_CHANCE = 0.00006;
/** Chance that a container starved of CPU answers a probe too late. */
const STARVED_CHANCE = 0.03;
/** Pressure from which a container counts as starved. */
const STARVED_PRESSURE = 1.1;

/** The port that every application listens on. */
const APP_PORT = 8080;
const DEFAULT_PERIOD_SECONDS = 10;
const DEFAULT_FAILURE_THRESHOLD = 3;

type Probe = {
  httpGet?: { path: string; port?: number | string };
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
  const outcome = { ready: runtime.ready, failures: [], restart: false };
  probeReadiness(outcome, runtime, container.readinessProbe, now, random);
  probeLiveness(outcome, runtime, container.livenessProbe, now, random);
  return outcome;
}

function probeReadiness(
  outcome: ProbeOutcome,
  runtime: PodRuntime,
  check: Probe | undefined,
  now: number,
  random: Random,
): void {
  if (now < runtime.nextReadinessMs) {
    return;
  }
  runtime.nextReadinessMs = nextTurn(runtime, check, now);
  if (!check || isEarly(runtime, check, now)) {
    // Without a probe a container is ready as soon as it runs.
    outcome.ready = !check;
    return;
  }
  const problem = problemOf(runtime, check, now, random);
  runtime.readinessFailures = problem ? runtime.readinessFailures + 1 : 0;
  const threshold = check.failureThreshold ?? DEFAULT_FAILURE_THRESHOLD;
  outcome.ready = problem
    ? runtime.ready && runtime.readinessFailures < threshold
    : true;
  if (problem) {
    outcome.failures.push(`Readiness probe failed: ${problem}`);
  }
}

function probeLiveness(
  outcome: ProbeOutcome,
  runtime: PodRuntime,
  check: Probe | undefined,
  now: number,
  random: Random,
): void {
  if (now < runtime.nextLivenessMs) {
    return;
  }
  runtime.nextLivenessMs = check ? nextTurn(runtime, check, now) : Infinity;
  if (!check || isEarly(runtime, check, now)) {
    return;
  }
  const problem = problemOf(runtime, check, now, random);
  runtime.livenessFailures = problem ? runtime.livenessFailures + 1 : 0;
  const threshold = check.failureThreshold ?? DEFAULT_FAILURE_THRESHOLD;
  if (problem) {
    outcome.failures.push(`Liveness probe failed: ${problem}`);
    outcome.restart = runtime.livenessFailures >= threshold;
  }
}

function isEarly(runtime: PodRuntime, check: Probe, now: number): boolean {
  return now < runtime.startedAtMs + (check.initialDelaySeconds ?? 0) * 1000;
}

function nextTurn(
  runtime: PodRuntime,
  check: Probe | undefined,
  now: number,
): number {
  const first = runtime.startedAtMs + (check?.initialDelaySeconds ?? 0) * 1000;
  const period = (check?.periodSeconds ?? DEFAULT_PERIOD_SECONDS) * 1000;
  return now < first ? first : now + period;
}

/** What is wrong with the answer; undefined when it is well. */
function problemOf(
  runtime: PodRuntime,
  check: Probe,
  now: number,
  random: Random,
): string | undefined {
  const path = check.httpGet?.path ?? '/';
  const asked = check.httpGet?.port;
  const port = typeof asked === 'number' ? asked : APP_PORT;
  const url = `http://${runtime.podIP}:${port}${path}`;
  if (!runtime.warm(now) || port !== APP_PORT) {
    return `Get "${url}": dial tcp ${runtime.podIP}:${port}: connect: connection refused`;
  }
  const { behaviour } = runtime;
  if (path !== behaviour?.readyPath && path !== behaviour?.livePath) {
    return 'HTTP probe failed with statuscode: 404';
  }
  const starved = runtime.pressure > STARVED_PRESSURE;
  return random.chance(starved ? STARVED_CHANCE : BLIP_CHANCE)
    ? `Get "${url}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`
    : undefined;
}
