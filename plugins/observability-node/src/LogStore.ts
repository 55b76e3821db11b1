import { LogFilter, LogLanguage } from '@internal/plugin-observability-common';
import { TenantScope } from '@internal/plugin-tenancy-common';

/** Both ends are instants; an empty or inverted window is refused. @public */
export type TimeWindow = { from: Date; to: Date };

/**
 * One log line, in the vocabulary of OpenTelemetry and Kubernetes whatever the
 * store calls its fields.
 * @public
 */
export type LogRecord = {
  /** RFC 3339 with up to nine fractional digits, as the store sent it. */
  time: string;
  message: string;
  level?: string;
  namespace?: string;
  pod?: string;
  container?: string;
  traceId?: string;
  /** Every field of the store, unmapped. */
  fields: Record<string, string>;
};

/** @public */
export type LogHits = {
  /** The values of the fields that were grouped by; empty for the rest beyond the group limit. */
  group: Record<string, string>;
  /** Buckets without hits are present with 0. */
  buckets: Array<{ start: Date; count: number }>;
  total: number;
};

/**
 * A question to a log store. `query` is user text and can never widen the
 * namespaces or the window: both travel as the store's own parameters.
 * @public
 */
export type LogQuery = {
  scope: TenantScope;
  /** Text in the store's language; see {@link LogStore.compose} for one that is independent of it. */
  query: string;
  /** What lines must pass as well, before the query's own stages. It is no part of the text, and can only narrow it. */
  filter?: LogStoreFilter;
  window: TimeWindow;
  signal?: AbortSignal;
};

/**
 * A {@link LogFilter}, or one of code with `match: 'pattern'`: the field matches
 * one of the patterns as a whole, in RE2's syntax.
 * @public
 */
export type LogStoreFilter = Omit<LogFilter, 'fields'> & {
  fields?: Array<
    Omit<NonNullable<LogFilter['fields']>[number], 'match'> & {
      match?: 'exact' | 'prefix' | 'pattern';
    }
  >;
};

/**
 * Errors of every method: InputError for a query that the store does not
 * understand or that is refused, NotAllowedError when the store refuses the
 * portal or the scope is not for its cluster, ServiceUnavailableError when it
 * is down, overloaded, too slow, or its answer was cut off.
 * @public
 */
export interface LogStore {
  readonly language: LogLanguage;

  /**
   * Query text for a structured filter; an empty filter finds everything.
   * @throws InputError for a field that the store cannot filter by
   */
  compose(filter: LogStoreFilter): string;

  /** The newest `limit` lines in ascending time. `truncated` says that more were there. */
  query(
    options: LogQuery & { limit: number },
  ): Promise<{ records: LogRecord[]; truncated: boolean }>;

  /**
   * Lines as they arrive from the store, without buffering the answer and in no
   * particular order. Leaving the loop early cancels the query at the store.
   */
  stream(options: LogQuery & { limit?: number }): AsyncIterable<LogRecord>;

  /** Counts over time, optionally grouped by a field. */
  hits(
    options: LogQuery & { stepSeconds: number; groupBy?: string },
  ): Promise<LogHits[]>;

  /** Names of fields with their hits, commonest first. */
  fieldNames(options: LogQuery): Promise<LogFieldHits>;

  /** Values of a field with their hits, commonest first. */
  fieldValues(
    options: LogQuery & { field: string; limit: number },
  ): Promise<LogFieldHits>;

  /**
   * New lines as they arrive, beginning now, until the signal aborts or the loop
   * is left; either ends the request at the store. `window` is not looked at.
   */
  tail(options: Omit<LogQuery, 'window'>): AsyncIterable<LogRecord>;
}

/** @public */
export type LogFieldHits = {
  values: Array<{ value: string; hits: number }>;
  truncated: boolean;
};
