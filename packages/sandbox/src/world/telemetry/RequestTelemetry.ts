import type { PodRuntime } from '../cluster/kubelet/PodRuntime';
import { parseRoute } from '../definition/parseRoute';
import type { Random } from '../random';
import { durationAt } from '../traffic/latency';
import type { Ending, PodRoute, TrafficTick } from '../traffic/types';
import { applicationLines } from './applicationLines';
import type { LogWriter } from './LogWriter';
import type { PodTelemetry } from './PodTelemetry';

/** Chance that a pod logs one of a route's good requests in a tick: access logs are sampled. */
const ACCESS_SAMPLE = 0.5;
/** Requests that fail alike are logged so often for each pod, route and tick. */
const MAX_FAILURES_LOGGED = 2;
/** Trace ids of failed requests that callers may continue. */
const MAX_TRACES = 8;

/** Turns a tick's traffic into what it leaves behind: request metrics and log lines. */
export class RequestTelemetry {
  readonly #logs: LogWriter;
  readonly #random: Random;

  constructor(logs: LogWriter, random: Random) {
    this.#logs = logs;
    this.#random = random;
  }

  /** `telemetryOf` gives a pod's counters. Pod routes come callees first, so that failures carry their trace upwards. */
  record(
    tick: TrafficTick,
    nowMs: number,
    tickSeconds: number,
    telemetryOf: (runtime: PodRuntime) => PodTelemetry,
  ): void {
    const traces = new Map<string, string[]>();
    for (const podRoute of tick.podRoutes) {
      const requests = this.#random.poisson(
        podRoute.ratePerSecond * tickSeconds,
      );
      if (requests > 0) {
        const telemetry = telemetryOf(podRoute.runtime);
        this.#recordCalls(podRoute, requests, telemetry);
        for (const { ending, count } of this.#split(
          podRoute.endings,
          requests,
        )) {
          telemetry.served(
            podRoute.route.route,
            ending.status,
            count,
            ending.medianMs,
          );
          this.#log(podRoute, ending, count, nowMs, tickSeconds, traces);
        }
      }
    }
  }

  #recordCalls(
    { calls }: PodRoute,
    requests: number,
    telemetry: PodTelemetry,
  ): void {
    for (const { call, endings } of calls) {
      const made =
        call.perRequest >= 1
          ? Math.round(requests * call.perRequest)
          : this.#random.poisson(requests * call.perRequest);
      const callee = call.to.split('/')[1];
      for (const { ending, count } of this.#split(endings, made)) {
        telemetry.called(
          callee,
          call.route,
          ending.status,
          count,
          ending.medianMs,
        );
      }
    }
  }

  /** How many of the requests end in each way; the first way gets what is left. */
  #split(
    endings: Ending[],
    requests: number,
  ): Array<{ ending: Ending; count: number }> {
    let left = requests;
    const result: Array<{ ending: Ending; count: number }> = [];
    for (const ending of endings.slice(1)) {
      const count = Math.min(
        left,
        this.#random.poisson(requests * ending.share),
      );
      if (count > 0) {
        result.push({ ending, count });
        left -= count;
      }
    }
    if (left > 0 && endings[0].share > 1e-6) {
      result.push({ ending: endings[0], count: left });
    }
    return result;
  }

  #log(
    podRoute: PodRoute,
    ending: Ending,
    count: number,
    nowMs: number,
    tickSeconds: number,
    traces: Map<string, string[]>,
  ): void {
    const failed = ending.status >= 500;
    const lines = failed
      ? Math.min(count, MAX_FAILURES_LOGGED)
      : Number(this.#random.chance(ACCESS_SAMPLE));
    for (let i = 0; i < lines; i++) {
      const earliest = Math.max(
        nowMs - tickSeconds * 1000,
        podRoute.runtime.startedAtMs,
      );
      const timeMs = Math.floor(this.#random.between(earliest, nowMs));
      const trace = this.#trace(podRoute, ending, traces);
      if (failed) {
        this.#logCause(podRoute, ending, timeMs, trace);
      }
      this.#logAccess(podRoute, ending, timeMs, trace);
    }
  }

  #logCause(
    { runtime, route }: PodRoute,
    ending: Ending,
    timeMs: number,
    trace: string,
  ): void {
    const { failedCall } = ending;
    if (failedCall) {
      const [namespace, callee] = failedCall.to.split('/');
      const text = applicationLines.callFailed(runtime, {
        callee,
        namespace,
        ...parseRoute(failedCall.route),
        failure: ending.failure ?? 'answered',
        status: ending.failedStatus ?? ending.status,
        timeoutMs: failedCall.timeoutMs,
      });
      this.#logs.write(runtime, timeMs, 'error', text, trace);
    } else if (ending.ownError && runtime.behaviour) {
      const text = `${route.route} failed: ${runtime.behaviour.errorLines.join(
        '\n',
      )}`;
      this.#logs.write(runtime, timeMs, 'error', text, trace);
    } else {
      this.#logs.write(
        runtime,
        timeMs,
        'warn',
        `request queue is full, rejecting ${route.route}`,
        trace,
      );
    }
  }

  #logAccess(
    { runtime, route }: PodRoute,
    ending: Ending,
    timeMs: number,
    trace: string,
  ): void {
    const { protocol, method } = parseRoute(route.route);
    const text = applicationLines.access(runtime, {
      protocol,
      method,
      path: route.example.replace('#', String(this.#random.int(1, 9999))),
      status: ending.status,
      durationMs: durationAt(this.#random.unit(), ending.medianMs),
      upstream: route.calls?.[0]?.to.split('/').reverse().join('.'),
    });
    this.#logs.write(
      runtime,
      timeMs,
      ending.status >= 500 ? 'error' : 'info',
      text,
      trace,
    );
  }

  /** A failure that came from a callee continues the trace of one of its failed requests. */
  #trace(
    { runtime }: PodRoute,
    ending: Ending,
    traces: Map<string, string[]>,
  ): string {
    const below = ending.failedCall && traces.get(ending.failedCall.to);
    const trace =
      below && below.length > 0
        ? this.#random.pick(below)
        : this.#random.hex(32);
    if (ending.status >= 500) {
      const key = `${runtime.namespace}/${runtime.service}`;
      const own = traces.get(key) ?? [];
      if (own.length < MAX_TRACES) {
        own.push(trace);
        traces.set(key, own);
      }
    }
    return trace;
  }
}
