import {
  MemoryObjectStore,
  type ResourceName,
  resourceTypes,
} from '../../kubernetes';
import type { KubeObject, Span } from '../../types';
import { createWorld } from '../createWorld';
import type { SandboxWorld } from '../SandboxWorld';
import { VirtualClock } from '../VirtualClock';

const HTTP_COUNT = 'http_server_request_duration_seconds_count';
const RPC_COUNT = 'rpc_server_call_duration_seconds_count';
export const MINUTE = 60 * 1000;

type Labels = Readonly<Record<string, string>>;
type Selector = Record<string, string | RegExp>;
export type LogLine = { timeMs: number; fields: Labels };

/** A world with everything that it emitted, and questions that tests ask of it. */
export class TestWorld {
  readonly start = Date.parse('2026-11-20T11:00:00Z');
  readonly clock = new VirtualClock(this.start);
  readonly store: MemoryObjectStore;
  readonly series = new Map<Labels, Array<[timeMs: number, value: number]>>();
  readonly lines: LogLine[] = [];
  /** By trace id. */
  readonly traces = new Map<string, readonly Span[]>();
  readonly world: SandboxWorld;

  constructor(seed = 1) {
    this.store = MemoryObjectStore.create({ clock: this.clock, seed });
    this.world = createWorld({
      seed,
      clock: this.clock,
      store: this.store,
      metricSinks: [
        {
          addSample: (labels, timeMs, value) => {
            const points = this.series.get(labels);
            if (points) {
              points.push([timeMs, value]);
            } else {
              this.series.set(labels, [[timeMs, value]]);
            }
          },
        },
      ],
      logSinks: [
        { addLine: (timeMs, fields) => this.lines.push({ timeMs, fields }) },
      ],
      traceSinks: [
        { addTrace: (traceId, spans) => this.traces.set(traceId, spans) },
      ],
    });
  }

  run(minutes: number): Promise<void> {
    return this.world.advanceTo(this.clock.now() + minutes * MINUTE);
  }

  objects(resource: ResourceName, namespace?: string): readonly KubeObject[] {
    return this.store.view(resourceTypes[resource], namespace);
  }

  pods(namespace: string, service: string): KubeObject[] {
    return this.objects('pods', namespace).filter(
      pod => pod.metadata.labels?.['app.kubernetes.io/name'] === service,
    );
  }

  deployment(namespace: string, name: string): KubeObject {
    return this.store.get(resourceTypes.deployments, namespace, name)!;
  }

  /** Changes an object as a client of the API would. */
  edit(
    resource: ResourceName,
    namespace: string,
    name: string,
    change: (draft: KubeObject) => void,
  ): void {
    const draft = this.store.get(resourceTypes[resource], namespace, name)!;
    change(draft);
    this.store.update(resourceTypes[resource], draft);
  }

  /** Reason and message of an object's Events, newest state. */
  events(
    name: RegExp,
  ): Array<{ reason: string; message: string; count: number; type: string }> {
    return this.objects('events')
      .filter(event =>
        name.test((event.involvedObject as { name: string }).name),
      )
      .map(event => ({
        reason: String(event.reason),
        message: String(event.message),
        count: Number(event.count ?? 1),
        type: String(event.type),
      }));
  }

  logs(service: string, text: RegExp, sinceMs = 0): LogLine[] {
    return this.lines.filter(
      ({ timeMs, fields }) =>
        timeMs >= sinceMs &&
        fields['kubernetes.pod_labels.app.kubernetes.io/name'] === service &&
        text.test(fields._msg),
    );
  }

  /** Sum of the increases of all matching counters in a span of time. */
  increase(
    metric: string,
    selector: Selector,
    fromMs: number,
    toMs: number,
  ): number {
    let sum = 0;
    for (const points of this.#matching(metric, selector)) {
      const inside = points.filter(
        ([timeMs]) => timeMs >= fromMs && timeMs <= toMs,
      );
      for (let i = 1; i < inside.length; i++) {
        const [before, after] = [inside[i - 1][1], inside[i][1]];
        // A counter that fell started again from zero.
        sum += after >= before ? after - before : after;
      }
    }
    return sum;
  }

  /** The highest value of any matching series in a span of time. */
  highest(
    metric: string,
    selector: Selector,
    fromMs: number,
    toMs: number,
  ): number {
    let highest = -Infinity;
    for (const points of this.#matching(metric, selector)) {
      for (const [timeMs, value] of points) {
        if (timeMs >= fromMs && timeMs <= toMs) {
          highest = Math.max(highest, value);
        }
      }
    }
    return highest;
  }

  /** Share of a service's requests, by HTTP or gRPC, that failed by its own doing. */
  errorShare(
    namespace: string,
    service: string,
    fromMs: number,
    toMs: number,
    extra: Selector = {},
  ): number {
    const selector = { namespace, service_name: service, ...extra };
    const requests = (metric: string, code: Selector) =>
      this.increase(metric, { ...selector, ...code }, fromMs, toMs);
    const failed =
      requests(HTTP_COUNT, { http_response_status_code: /^5/ }) +
      requests(RPC_COUNT, {
        rpc_response_status_code: /^(INTERNAL|UNAVAILABLE|DEADLINE_EXCEEDED)$/,
      });
    return (
      failed / Math.max(1, requests(HTTP_COUNT, {}) + requests(RPC_COUNT, {}))
    );
  }

  /** Mean duration of a service's requests in milliseconds. */
  meanMs(
    namespace: string,
    service: string,
    fromMs: number,
    toMs: number,
  ): number {
    const selector = { namespace, service_name: service };
    const total = (http: string, rpc: string) =>
      this.increase(http, selector, fromMs, toMs) +
      this.increase(rpc, selector, fromMs, toMs);
    return (
      (1000 *
        total(
          'http_server_request_duration_seconds_sum',
          'rpc_server_call_duration_seconds_sum',
        )) /
      total(HTTP_COUNT, RPC_COUNT)
    );
  }

  *#matching(metric: string, selector: Selector) {
    for (const [labels, points] of this.series) {
      if (
        labels.__name__ === metric &&
        Object.entries(selector).every(([name, wanted]) =>
          typeof wanted === 'string'
            ? labels[name] === wanted
            : wanted.test(labels[name] ?? ''),
        )
      ) {
        yield points;
      }
    }
  }
}
