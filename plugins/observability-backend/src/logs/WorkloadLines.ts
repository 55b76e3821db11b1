import { LogFilter } from '@internal/plugin-observability-common';
import { ObservabilityService } from '@internal/plugin-observability-node';
import { ReadableTarget } from '../access/TelemetryAccess';
import { workloadOfPod } from './podNames';

type Window = { from: Date; to: Date };
type Field = NonNullable<LogFilter['fields']>[number];

/** Pods that are looked at to tell workloads apart. */
const MAX_PODS = 1_000;
/** New workloads appear by rollout, so that a minute's delay is no matter. */
const REMEMBER_MS = 60_000;
const MAX_REMEMBERED = 1_000;
/** Windows that begin in the same ten minutes have the same pods. */
const SAME_WINDOW_MS = 600_000;

/**
 * The filter by which the lines of one workload are found: by the names of its
 * pods, which is what every log store keeps.
 *
 * @remarks
 * `cart-` begins the names of `cart-redis`'s pods as well. So the store is asked
 * which pods there are under the prefix, and the prefixes of other workloads among
 * them are excluded. All that stands in the filter, where it can be read and edited.
 *
 * @internal
 */
export class WorkloadLines {
  readonly #observability: ObservabilityService;
  readonly #others = new Map<
    string,
    { until: number; prefixes: Promise<string[]> }
  >();

  constructor(options: { observability: ObservabilityService }) {
    this.#observability = options.observability;
  }

  async filterFor(
    target: ReadableTarget,
    window: Window,
    signal: AbortSignal,
  ): Promise<LogFilter> {
    const { pod } = this.#observability.vocabulary(target.cluster).logs;
    const own: Field = {
      name: pod,
      values: [`${target.service}-`],
      match: 'prefix',
    };
    const others = await this.#othersUnder(own, target, window, signal);
    return {
      fields:
        others.length > 0
          ? [own, { name: pod, values: others, match: 'prefix', exclude: true }]
          : [own],
    };
  }

  /** Prefixes of other workloads under the own one. */
  async #othersUnder(
    own: Field,
    target: ReadableTarget,
    window: Window,
    signal: AbortSignal,
  ): Promise<string[]> {
    const key = JSON.stringify([
      target.cluster,
      target.namespace,
      target.service,
      Math.floor(window.from.getTime() / SAME_WINDOW_MS),
      Math.floor(window.to.getTime() / SAME_WINDOW_MS),
    ]);
    const known = this.#others.get(key);
    if (known && known.until > Date.now()) {
      // Whoever asked first may have left, and taken the question along.
      return known.prefixes.catch(() =>
        this.#askOthers(own, target, window, signal),
      );
    }
    const prefixes = this.#askOthers(own, target, window, signal);
    this.#others.set(key, { until: Date.now() + REMEMBER_MS, prefixes });
    prefixes.catch(() => this.#others.delete(key));
    while (this.#others.size > MAX_REMEMBERED) {
      this.#others.delete(this.#others.keys().next().value!);
    }
    return prefixes;
  }

  async #askOthers(
    own: Field,
    target: ReadableTarget,
    window: Window,
    signal: AbortSignal,
  ): Promise<string[]> {
    const store = this.#observability.logs(target.cluster);
    const { values } = await store.fieldValues({
      scope: target.scope,
      query: store.compose({ fields: [own] }),
      window,
      field: own.name,
      limit: MAX_PODS,
      signal,
    });
    const workloads = new Set(values.map(({ value }) => workloadOfPod(value)));
    return [...workloads]
      .filter(name => name !== undefined)
      .filter(name => name.startsWith(own.values[0]))
      .map(name => `${name}-`)
      .sort();
  }
}
