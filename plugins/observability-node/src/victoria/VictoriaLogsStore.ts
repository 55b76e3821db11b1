import {
  InputError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { StoreConfig } from '../config';
import { readLines } from '../http/readLines';
import { StoreClient } from '../http/StoreClient';
import { cutAnswerError } from '../http/storeErrors';
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
  assertLimit,
  assertQueryText,
  assertStep,
  assertWindow,
} from '../validation';
import { Vocabulary } from '../Vocabulary';
import { assertConfinedLogsQl } from './assertConfinedLogsQl';
import { compareLogTimes } from './compareLogTimes';
import { composeLogsQl } from './composeLogsQl';
import { assertTailGoesOn } from './assertTailGoesOn';
import { bounded, parseFieldNames, parseTopValue } from './fieldHits';
import { parseHits } from './parseHits';
import { quoteLogsQl } from './quoteLogsQl';
import { toLogRecord } from './toLogRecord';

/** More lines than a person reads, few enough to hold. */
const MAX_LINES = 50_000;
const MAX_HITS_BUCKETS = 2_000;
/** Groups beyond these are counted together. */
const MAX_HITS_GROUPS = 200;
const MAX_FIELD_NAMES = 1_000;
const MAX_FIELD_VALUES = 10_000;
/** The server refuses lines over 256 KiB at insert; JSON escapes can double that. */
const MAX_LINE_BYTES = 1024 * 1024;
/** Of one buffered answer; `stream` has no such bound because it holds one line. */
const MAX_QUERY_BYTES = 64 * 1024 * 1024;

/**
 * Reads VictoriaLogs over its HTTP API. The namespaces travel as
 * `extra_filters`, a filter beside the query as `extra_stream_filters`, the window
 * as `start` and `end`, never as query text.
 * @internal
 */
export class VictoriaLogsStore implements LogStore {
  readonly language = 'logsql';
  readonly #cluster: string;
  readonly #names: Vocabulary['logs'];
  readonly #client: StoreClient;

  constructor(options: {
    cluster: string;
    config: StoreConfig;
    vocabulary: Vocabulary;
  }) {
    this.#cluster = options.cluster;
    this.#names = options.vocabulary.logs;
    this.#client = new StoreClient({
      name: `VictoriaLogs of cluster '${options.cluster}'`,
      config: options.config,
      timeoutParameter: 'timeout',
    });
  }

  compose(filter: LogStoreFilter): string {
    return composeLogsQl(filter, this.#names.level);
  }

  async query(options: LogQuery & { limit: number }) {
    assertLimit(options.limit, MAX_LINES);
    const records: LogRecord[] = [];
    let bytes = 0;
    let truncated = false;
    const form = this.#form(options);
    // One more than wanted tells whether there are more.
    form.set('limit', String(options.limit + 1));
    for await (const line of this.#lines(form, options.signal)) {
      bytes += line.length;
      if (bytes > MAX_QUERY_BYTES) {
        truncated = true;
        break;
      }
      records.push(this.#parseRecord(line, options.scope));
    }
    records.sort((a, b) => compareLogTimes(a.time, b.time));
    if (records.length > options.limit) {
      truncated = true;
      records.splice(0, records.length - options.limit);
    }
    return { records, truncated };
  }

  async *stream(options: LogQuery & { limit?: number }) {
    const form = this.#form(options);
    if (options.limit !== undefined) {
      assertLimit(options.limit, Number.MAX_SAFE_INTEGER);
      form.set('limit', String(options.limit));
    }
    for await (const line of this.#lines(form, options.signal)) {
      yield this.#parseRecord(line, options.scope);
    }
  }

  async hits(
    options: LogQuery & { stepSeconds: number; groupBy?: string },
  ): Promise<LogHits[]> {
    const form = this.#form(options);
    assertStep(options.window, options.stepSeconds, MAX_HITS_BUCKETS);
    form.set('step', `${options.stepSeconds}s`);
    if (options.groupBy !== undefined) {
      form.set('field', options.groupBy);
      form.set('fields_limit', String(MAX_HITS_GROUPS));
    }
    const answer = await this.#client.json({
      path: 'select/logsql/hits',
      form,
      signal: options.signal,
    });
    const hits = parseHits(answer, options.window, options.stepSeconds);
    if (!hits) {
      throw new ServiceUnavailableError(
        `${this.#client.name} answered hits in an unknown shape`,
      );
    }
    return hits;
  }

  async fieldNames(options: LogQuery): Promise<LogFieldHits> {
    const answer = await this.#client.json({
      path: 'select/logsql/field_names',
      form: this.#form(options),
      signal: options.signal,
    });
    return bounded(parseFieldNames(answer, this.#client.name), MAX_FIELD_NAMES);
  }

  async fieldValues(
    options: LogQuery & { field: string; limit: number },
  ): Promise<LogFieldHits> {
    const { field, limit } = options;
    assertLimit(limit, MAX_FIELD_VALUES);
    if (field === '') {
      throw new InputError('The field has no name');
    }
    // The endpoint for values counts nothing once there are more than its limit.
    const form = this.#form(options);
    const top = `top ${limit + 1} by (${quoteLogsQl(field)})`;
    // The text may end in a comment.
    form.set('query', `${options.query}\n| ${top}`);
    const values: LogFieldHits['values'] = [];
    for await (const line of this.#lines(form, options.signal)) {
      values.push(parseTopValue(this.#parseFields(line), field));
    }
    return bounded(values, limit);
  }

  async *tail(options: Omit<LogQuery, 'window'>) {
    const chunks = this.#client.live({
      path: 'select/logsql/tail',
      form: this.#unboundForm(options),
      signal: options.signal,
    });
    for await (const line of this.#splitLines(chunks)) {
      assertTailGoesOn(line, this.#client.name);
      yield this.#parseRecord(line, options.scope);
    }
  }

  #lines(
    form: URLSearchParams,
    signal: AbortSignal | undefined,
  ): AsyncIterable<string> {
    const path = 'select/logsql/query';
    return this.#splitLines(this.#client.chunks({ path, form, signal }));
  }

  #splitLines(chunks: AsyncIterable<Uint8Array>): AsyncIterable<string> {
    return readLines(
      chunks,
      MAX_LINE_BYTES,
      () =>
        new ServiceUnavailableError(
          `${
            this.#client.name
          } sent a line of more than ${MAX_LINE_BYTES} bytes`,
        ),
    );
  }

  #form(options: LogQuery): URLSearchParams {
    const form = this.#unboundForm(options);
    assertWindow(options.window);
    form.set('start', options.window.from.toISOString());
    form.set('end', options.window.to.toISOString());
    return form;
  }

  #unboundForm(options: Omit<LogQuery, 'window'>): URLSearchParams {
    const namespaces = scopeNamespaces(options.scope, this.#cluster);
    assertQueryText(options.query);
    assertConfinedLogsQl(options.query);
    const form = new URLSearchParams({
      query: options.query,
      extra_filters: JSON.stringify({ [this.#names.namespace]: namespaces }),
    });
    if (options.filter) {
      // Takes any filter, and leaves the parameter of the namespaces alone.
      form.set('extra_stream_filters', this.compose(options.filter));
    }
    return form;
  }

  #parseRecord(line: string, scope: TenantScope): LogRecord {
    const record = toLogRecord(this.#parseFields(line), this.#names);
    // A second lock behind extra_filters, for a proxy that loses arguments.
    if (
      record.namespace !== undefined &&
      !scope.namespaces.includes(record.namespace)
    ) {
      throw new NotAllowedError(
        `${
          this.#client.name
        } answered with a line outside the caller's namespaces`,
      );
    }
    return record;
  }

  #parseFields(line: string): Record<string, string> {
    try {
      // A line that is JSON but no object has no fields.
      return { ...JSON.parse(line) };
    } catch (error) {
      throw cutAnswerError(this.#client.name, error);
    }
  }
}
