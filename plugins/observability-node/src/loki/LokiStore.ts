import { StoreConfig } from '../config';
import {
  LogFieldHits,
  LogHits,
  LogQuery,
  LogRecord,
  LogStore,
  LogStoreFilter,
} from '../LogStore';
import { scopeNamespaces } from '../scopeNamespaces';
import { formatNanoseconds } from '../traces/spanTime';
import {
  assertLimit,
  assertQueryText,
  assertStep,
  assertWindow,
} from '../validation';
import { Vocabulary } from '../Vocabulary';
import { composeLogQl } from './composeLogQl';
import { confineLogQl, countLogQl } from './confineLogQl';
import { countBuckets, countValues, rankHits, valueOf } from './countHits';
import { isTooManySeries, LokiApi, PAGE_LINES } from './LokiApi';
import { LokiNames } from './LokiNames';
import { LokiLine } from './parseLoki';
import { followLines, readPages } from './readLokiLines';

/** More lines than a person reads, few enough to hold. */
const MAX_LINES = 50_000;
const MAX_HITS_BUCKETS = 2_000;
const MAX_FIELD_VALUES = 1_000;
/** Fields are read off the newest lines, of which these are enough to meet the common ones. */
const FIELDS_SAMPLE = PAGE_LINES;
const NS_PER_MS = 1_000_000n;
const NS_PER_S = 1_000_000_000n;

/**
 * Reads Loki over its HTTP API.
 *
 * @remarks
 * The namespaces go into the parsed query, see {@link confineLogQl}; the window
 * travels as `start` and `end`. Labels and their values are read from lines and
 * counts, not from Loki's own lists of them: whether those heed a filter depends
 * on the server's version.
 *
 * @internal
 */
export class LokiStore implements LogStore {
  readonly language = 'logql';
  readonly #cluster: string;
  readonly #names: LokiNames;
  readonly #api: LokiApi;

  constructor(options: {
    cluster: string;
    config: StoreConfig;
    vocabulary: Vocabulary;
  }) {
    this.#cluster = options.cluster;
    this.#names = new LokiNames(options.vocabulary.logs);
    this.#api = new LokiApi({ ...options, label: this.#names.namespace });
  }

  compose(filter: LogStoreFilter): string {
    return composeLogQl(filter, this.#names);
  }

  async query(options: LogQuery & { limit: number }) {
    assertLimit(options.limit, MAX_LINES);
    const lines: LokiLine[] = [];
    let partial = false;
    // One more than wanted tells whether there are more.
    for await (const page of this.#pages(options, options.limit + 1)) {
      lines.push(...page.lines);
      partial ||= page.partial;
    }
    lines.sort((a, b) => (a.timeNs < b.timeNs ? -1 : 1));
    const surplus = Math.max(0, lines.length - options.limit);
    return {
      records: lines.slice(surplus).map(line => this.#toRecord(line)),
      truncated: partial || surplus > 0,
    };
  }

  async *stream(options: LogQuery & { limit?: number }) {
    const limit = options.limit ?? Number.MAX_SAFE_INTEGER;
    assertLimit(limit, Number.MAX_SAFE_INTEGER);
    for await (const { lines } of this.#pages(options, limit)) {
      for (const line of lines) {
        yield this.#toRecord(line);
      }
    }
  }

  async hits(
    options: LogQuery & { stepSeconds: number; groupBy?: string },
  ): Promise<LogHits[]> {
    const { window, stepSeconds, groupBy } = options;
    const confined = this.#confine(options);
    assertStep(window, stepSeconds, MAX_HITS_BUCKETS);
    const labels =
      groupBy === undefined ? [] : [...this.#names.labels(groupBy)];
    const stepNs = BigInt(stepSeconds) * NS_PER_S;
    const firstNs = (toNanoseconds(window.from) / stepNs) * stepNs;
    const counts = await this.#api.counts({
      query: this.#count(options, confined, labels, stepSeconds),
      // A count looks back, so that of a bucket is taken at its end.
      fromNs: firstNs + stepNs,
      toNs: ((toNanoseconds(window.to) + stepNs - 1n) / stepNs) * stepNs,
      stepSeconds,
      scope: options.scope,
      signal: options.signal,
    });
    return countBuckets(counts, { window, stepSeconds, groupBy, labels });
  }

  async fieldNames(options: LogQuery): Promise<LogFieldHits> {
    return this.#sample(options, Number.MAX_SAFE_INTEGER, Object.keys);
  }

  /** Counted, or where Loki finds too many values to count, in a sample. */
  async fieldValues(
    options: LogQuery & { field: string; limit: number },
  ): Promise<LogFieldHits> {
    const { window, limit, scope, signal } = options;
    assertLimit(limit, MAX_FIELD_VALUES);
    const confined = this.#confine(options);
    const labels = [...this.#names.labels(options.field)];
    const seconds = (window.to.getTime() - window.from.getTime()) / 1000;
    const top = (limit + 1) * scope.namespaces.length;
    try {
      const counts = await this.#api.countsAt({
        query: this.#count(options, confined, labels, Math.ceil(seconds), top),
        atNs: toNanoseconds(window.to),
        scope,
        signal,
      });
      return countValues(counts, labels, limit);
    } catch (error) {
      if (!isTooManySeries(error)) {
        throw error;
      }
      return this.#sample(options, limit, found => [valueOf(found, labels)]);
    }
  }

  async #sample(
    options: LogQuery,
    limit: number,
    read: (labels: Record<string, string>) => string[],
  ): Promise<LogFieldHits> {
    const hits = new Map<string, number>();
    let lineCount = 0;
    for await (const { lines } of this.#pages(options, FIELDS_SAMPLE)) {
      lineCount += lines.length;
      for (const value of lines.flatMap(({ labels }) => read(labels))) {
        hits.set(value, (hits.get(value) ?? 0) + 1);
      }
    }
    const { values, truncated } = rankHits(hits, limit);
    return { values, truncated: truncated || lineCount >= FIELDS_SAMPLE };
  }

  async *tail(options: Omit<LogQuery, 'window'>) {
    const query = this.#confine(options);
    for await (const line of followLines(this.#api, { ...options, query })) {
      yield this.#toRecord(line);
    }
  }

  #pages(options: LogQuery, limit: number) {
    const query = this.#confine(options);
    return readPages(this.#api, {
      query,
      fromNs: toNanoseconds(options.window.from),
      toNs: toNanoseconds(options.window.to),
      limit,
      scope: options.scope,
      signal: options.signal,
    });
  }

  #confine(options: Omit<LogQuery, 'window'> & Partial<LogQuery>): string {
    const namespaces = scopeNamespaces(options.scope, this.#cluster);
    assertQueryText(options.query);
    if (options.window) {
      assertWindow(options.window);
    }
    return confineLogQl(options.query, this.#names.namespace, namespaces);
  }

  #count(
    options: LogQuery,
    confined: string,
    labels: readonly string[],
    rangeSeconds: number,
    top?: number,
  ): string {
    const { namespace } = this.#names;
    return countLogQl(confined, namespace, {
      namespaces: options.scope.namespaces,
      // For the second lock, whatever is asked.
      labels: [...new Set([...labels, namespace])],
      rangeSeconds,
      top,
    });
  }

  #toRecord({ timeNs, line, labels }: LokiLine): LogRecord {
    const names = this.#names;
    return {
      time: formatNanoseconds(timeNs),
      message: line,
      level: names.levels.map(label => labels[label]).find(Boolean),
      namespace: labels[names.namespace],
      pod: labels[names.pod],
      container: labels[names.container],
      traceId: labels[names.traceId],
      fields: labels,
    };
  }
}

function toNanoseconds(time: Date): bigint {
  return BigInt(time.getTime()) * NS_PER_MS;
}
