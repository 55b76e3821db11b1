import type { PodRuntime } from '../cluster/kubelet/PodRuntime';
import { parseRoute } from '../definition/parseRoute';
import type { Random } from '../random';
import { type LoggedRequest, RequestTracing, TickTraces } from '../tracing';
import type { Ending, PodRoute, TrafficTick } from '../traffic/types';
import { applicationLines } from './applicationLines';
import type { LogWriter } from './LogWriter';
import type { PodTelemetry } from './PodTelemetry';

/** Chance that a pod logs one of a route's good requests in a tick: access logs are sampled. */
const ACCESS_SAMPLE = 0.5;
/** Requests that fail alike are logged so often for each pod, route and tick. */
const MAX_FAILURES_LOGGED = 2;
/** Failed requests of a service whose traces callers may continue. */
const MAX_TRACES = 8;

/** What the requests that are logged in one tick have in common. */
type LoggedTick = {
  nowMs: number;
  tickSeconds: number;
  traces: TickTraces;
  /** Failed ones by `namespace/service`, a few of each. */
  failed: Map<string, LoggedRequest[]>;
};

/** Turns a tick's traffic into what it leaves behind: request metrics, log lines and traces. */
export class RequestTelemetry {
  readonly #logs: LogWriter;
  readonly #tracing: RequestTracing;
  readonly #random: Random;

  constructor(logs: LogWriter, tracing: RequestTracing, random: Random) {
    this.#logs = logs;
    this.#tracing = tracing;
    this.#random = random;
  }

  /** `telemetryOf` gives a pod's counters. Pod routes come callees first, so that failures carry their trace upwards. */
  record(
    tick: TrafficTick,
    nowMs: number,
    tickSeconds: number,
    telemetryOf: (runtime: PodRuntime) => PodTelemetry,
    collecting: boolean,
  ): void {
    const traces = this.#tracing.tick(tick.podRoutes, nowMs, tickSeconds);
    const failed = new Map<string, LoggedRequest[]>();
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
          this.#log(podRoute, ending, count, {
            nowMs,
            tickSeconds,
            traces,
            failed,
          });
        }
      }
    }
    if (collecting) {
      traces.finish();
    }
  }

  #recordCalls(
    { calls }: PodRoute,
    requests: number,
    telemetry: PodTelemetry,
  ): void {
    for (const { call, endings, reachedShare } of calls) {
      const expected = requests * call.perRequest * reachedShare;
      const made =
        call.perRequest >= 1
          ? Math.round(expected)
          : this.#random.poisson(expected);
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
    tick: LoggedTick,
  ): void {
    const failed = ending.status >= 500;
    const lines = failed
      ? Math.min(count, MAX_FAILURES_LOGGED)
      : Number(this.#random.chance(ACCESS_SAMPLE));
    for (let i = 0; i < lines; i++) {
      const logged = this.#trace(podRoute, ending, tick);
      const timeMs = Math.floor(logged.endMs);
      if (failed) {
        this.#logCause(podRoute, ending, timeMs, logged.traceId);
      }
      this.#logAccess(podRoute, ending, timeMs, logged);
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
    { request, traceId }: LoggedRequest,
  ): void {
    const { protocol, method } = parseRoute(route.route);
    const text = applicationLines.access(runtime, {
      protocol,
      method,
      path: route.example.replace('#', String(request.variable)),
      status: ending.status,
      durationMs: request.durationMs,
      upstream: route.calls?.[0]?.to.split('/').reverse().join('.'),
    });
    this.#logs.write(
      runtime,
      timeMs,
      ending.status >= 500 ? 'error' : 'info',
      text,
      traceId,
    );
  }

  /** A failure that came from a callee continues the trace of one of its failed requests. */
  #trace(
    podRoute: PodRoute,
    ending: Ending,
    { nowMs, tickSeconds, traces, failed }: LoggedTick,
  ): LoggedRequest {
    const { runtime } = podRoute;
    const earliest = Math.max(nowMs - tickSeconds * 1000, runtime.startedAtMs);
    const endMs = Math.floor(this.#random.between(earliest, nowMs));
    const below = ending.failedCall && failed.get(ending.failedCall.to);
    const callee = below && this.#random.pick(below);
    const ownId = callee ? undefined : this.#random.hex(32);
    const variable = this.#random.int(1, 9999);
    const rank = this.#random.unit();
    const logged =
      (callee && traces.continue(callee, { podRoute, ending, variable })) ??
      traces.add({
        podRoute,
        ending,
        rank,
        variable,
        endMs,
        traceId: ownId ?? traces.newTraceId(),
      });
    if (ending.status >= 500) {
      const key = `${runtime.namespace}/${runtime.service}`;
      const own = failed.get(key) ?? [];
      if (own.length < MAX_TRACES) {
        own.push(logged);
        failed.set(key, own);
      }
    }
    return logged;
  }
}
