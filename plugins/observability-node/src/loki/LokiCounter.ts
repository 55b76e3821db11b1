import { LogFieldHits, LogHits, LogQuery } from '../LogStore';
import { mapConcurrently } from '../traces/mapConcurrently';
import { millisecondsToNanoseconds } from '../traces/spanTime';
import { countLogQl } from './confineLogQl';
import { countBuckets, countValues } from './countHits';
import { LokiApi } from './LokiApi';
import { LokiNames } from './LokiNames';
import { LokiCount } from './parseLoki';
import { splitWindow, WindowPart } from './splitWindow';

/** The whole buckets of a window, and one that it cuts at either end. */
const MAX_PARALLEL_COUNTS = 3;

/** Counts lines of confined queries at the server. @internal */
export class LokiCounter {
  readonly #api: LokiApi;
  readonly #names: LokiNames;

  constructor(options: { api: LokiApi; names: LokiNames }) {
    this.#api = options.api;
    this.#names = options.names;
  }

  async hits(
    confined: string,
    options: LogQuery & { stepSeconds: number; groupBy?: string },
  ): Promise<LogHits[]> {
    const { window, stepSeconds, groupBy } = options;
    const labels =
      groupBy === undefined ? [] : [...this.#names.labels(groupBy)];
    const counts = await mapConcurrently(
      splitWindow(window, stepSeconds),
      MAX_PARALLEL_COUNTS,
      options.signal,
      (part, signal) =>
        this.#countPart(part, confined, labels, { ...options, signal }),
    );
    return countBuckets(counts.flat(), {
      window,
      stepSeconds,
      groupBy,
      labels,
    });
  }

  async values(
    confined: string,
    options: LogQuery & { field: string; limit: number },
  ): Promise<LogFieldHits> {
    const { window, limit, scope, signal } = options;
    const labels = this.#names.labels(options.field);
    const counts = await this.#api.countsAt({
      query: this.#query(confined, labels, options, {
        rangeMs: window.to.getTime() - window.from.getTime(),
        // A value may come once for each namespace.
        top: (limit + 1) * scope.namespaces.length,
      }),
      atNs: millisecondsToNanoseconds(window.to.getTime()),
      scope,
      signal,
    });
    return countValues(counts, labels, limit);
  }

  async #countPart(
    part: WindowPart,
    confined: string,
    labels: readonly string[],
    options: LogQuery & { stepSeconds: number },
  ): Promise<LokiCount[]> {
    const { scope, signal, stepSeconds } = options;
    if (part.kind === 'whole') {
      const stepMs = stepSeconds * 1000;
      return this.#api.counts({
        query: this.#query(confined, labels, options, { rangeMs: stepMs }),
        // A count looks back, so that of a bucket is taken at its end.
        fromNs: millisecondsToNanoseconds(part.fromMs + stepMs),
        toNs: millisecondsToNanoseconds(part.toMs),
        stepSeconds,
        scope,
        signal,
      });
    }
    const { fromMs, toMs, bucketEndMs } = part;
    const counts = await this.#api.countsAt({
      query: this.#query(confined, labels, options, { rangeMs: toMs - fromMs }),
      atNs: millisecondsToNanoseconds(toMs),
      scope,
      signal,
    });
    return counts.map(count => ({
      ...count,
      points: count.points.map(([, value]) => [bucketEndMs / 1000, value]),
    }));
  }

  #query(
    confined: string,
    labels: readonly string[],
    { scope }: LogQuery,
    count: { rangeMs: number; top?: number },
  ): string {
    const { namespace } = this.#names;
    return countLogQl(confined, namespace, {
      namespaces: scope.namespaces,
      // The namespace for the second lock, whatever is asked.
      labels: [...new Set([...labels, namespace])],
      ...count,
    });
  }
}
