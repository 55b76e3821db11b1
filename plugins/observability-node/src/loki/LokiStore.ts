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
import {
  formatNanoseconds,
  millisecondsToNanoseconds,
} from '../traces/spanTime';
import {
  assertLimit,
  assertQueryText,
  assertStep,
  assertWindow,
} from '../validation';
import { Vocabulary } from '../Vocabulary';
import { composeLogQl, composeParts } from './composeLogQl';
import { confineLogQl } from './confineLogQl';
import { rankHits, valueOf } from './countHits';
import { isTooManySeries, LokiApi, PAGE_LINES } from './LokiApi';
import { LokiCounter } from './LokiCounter';
import { LokiNames } from './LokiNames';
import { LokiLine } from './parseLoki';
import { followLines, readPages } from './readLokiLines';

/** More lines than a person reads, few enough to hold. */
const MAX_LINES = 50_000;
const MAX_HITS_BUCKETS = 2_000;
const MAX_FIELD_VALUES = 1_000;
/** Fields are read off the newest lines, of which these are enough to meet the common ones. */
const FIELDS_SAMPLE = PAGE_LINES;

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
  readonly #counter: LokiCounter;

  constructor(options: {
    cluster: string;
    config: StoreConfig;
    vocabulary: Vocabulary;
  }) {
    this.#cluster = options.cluster;
    this.#names = new LokiNames(options.vocabulary.logs);
    this.#api = new LokiApi({ ...options, label: this.#names.namespace });
    this.#counter = new LokiCounter({ api: this.#api, names: this.#names });
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
    const confined = this.#confine(options);
    assertStep(options.window, options.stepSeconds, MAX_HITS_BUCKETS);
    return this.#counter.hits(confined, options);
  }

  async fieldNames(options: LogQuery): Promise<LogFieldHits> {
    return this.#sample(options, Number.MAX_SAFE_INTEGER, Object.keys);
  }

  /** Counted, or where Loki finds too many values to count, in a sample. */
  async fieldValues(
    options: LogQuery & { field: string; limit: number },
  ): Promise<LogFieldHits> {
    assertLimit(options.limit, MAX_FIELD_VALUES);
    const confined = this.#confine(options);
    try {
      return await this.#counter.values(confined, options);
    } catch (error) {
      if (!isTooManySeries(error)) {
        throw error;
      }
      const labels = this.#names.labels(options.field);
      return this.#sample(options, options.limit, found => [
        valueOf(found, labels),
      ]);
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
      fromNs: millisecondsToNanoseconds(options.window.from.getTime()),
      toNs: millisecondsToNanoseconds(options.window.to.getTime()),
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
    return confineLogQl(
      options.query,
      this.#names.namespace,
      namespaces,
      options.filter && composeParts(options.filter, this.#names),
    );
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
