import { TargetRef, Window } from './target';

/**
 * A question to the logs of one workload. Chips travel as `filter`; a `query` that
 * the user edited takes their place and is text in the store's own language. The
 * answer names the text that ran.
 * @public
 */
export type LogsRequest = TargetRef & {
  window: Window;
  filter?: LogFilter;
  /** Text of the reader's own, in place of the workload's lines; a filter beside it narrows it. */
  query?: string;
};

/** All parts hold together. @public */
export type LogFilter = {
  /** Each occurs in the message, letters in either case. */
  phrases?: string[];
  /** None occurs in the message. */
  excludedPhrases?: string[];
  /** One of these, as the store writes them. */
  levels?: string[];
  /** A field has one of the values, or with `match: 'prefix'` begins with one. */
  fields?: Array<{
    name: string;
    values: string[];
    match?: 'exact' | 'prefix';
    exclude?: boolean;
  }>;
};

/** `POST /api/observability/logs/volume` with {@link LogsRequest} and the number of buckets, 10 to 500. @public */
export type LogVolumeRequest = LogsRequest & { buckets?: number };

/** @public */
export type LogVolume = {
  /** What the store was asked, without the namespace, which travels beside it. */
  query: string;
  stepSeconds: number;
  /** Start of each bucket, RFC 3339. */
  starts: string[];
  /** Counts by level, one per bucket; `level` is empty for lines without one. */
  levels: Array<{ level: string; counts: number[]; total: number }>;
  total: number;
};

/** `POST /api/observability/logs/patterns`. @public */
export type LogPatternsRequest = LogsRequest & { limit?: number };

/**
 * Part of a template: fixed text with its blanks, or a variable with its kind and
 * values that it took. One after the other they are the template.
 * @public
 */
export type TemplateToken =
  | { text: string }
  | { variable: string; examples: string[] };

/** @public */
export type LogPattern = {
  /** Stable for the same fixed text. */
  id: string;
  tokens: TemplateToken[];
  /** In the window, scaled to all lines when only a sample was read. */
  count: number;
  /** The commonest level of its lines. */
  level?: string;
  /** Counts over the window, 24 buckets. */
  trend: number[];
  firstSeen: string;
  lastSeen: string;
  /** Absent from the window of the same length before. */
  isNew: boolean;
  /** Factor against the window before, when it was there and the change is significant. */
  change?: number;
  /** A whole message, as written. */
  example: string;
  /** The filter that finds its lines: put into `filter` of the other requests. */
  filter: LogFilter;
};

/** @public */
export type LogPatterns = {
  query: string;
  patterns: LogPattern[];
  /** Patterns of the window before that are gone. */
  vanished: Array<Pick<LogPattern, 'id' | 'tokens' | 'count' | 'level'>>;
  /** Lines read and lines there; equal when nothing was sampled. */
  sample: { read: number; of: number };
  /** In words, when the comparison with the window before could not be made. */
  baselineProblem?: string;
};

/** `POST /api/observability/logs/lines`: newest first, `limit` at most 1000. @public */
export type LogLinesRequest = LogsRequest & {
  limit?: number;
  cursor?: string;
};

/** @public */
export type LogLine = {
  /** Up to nine fractional digits. */
  time: string;
  message: string;
  level?: string;
  pod?: string;
  container?: string;
  traceId?: string;
  fields: Record<string, string>;
};

/** @public */
export type LogLines = {
  query: string;
  lines: LogLine[];
  /** Present when older lines are there. */
  nextCursor?: string;
};

/**
 * `POST /api/observability/logs/tail` is answered by `application/x-ndjson`, one
 * of these a line, until the client leaves or `ended`.
 * @public
 */
export type LogTailEvent =
  | { kind: 'line'; line: LogLine }
  /** More lines arrived than a person can read; this many were left out. */
  | { kind: 'dropped'; count: number }
  | { kind: 'alive' }
  | { kind: 'ended'; reason: string };

/** `POST /api/observability/logs/fields`: names without `field`, its values with it. @public */
export type LogFieldsRequest = LogsRequest & { field?: string };

/** @public */
export type LogFields = {
  values: Array<{ value: string; hits: number }>;
  truncated: boolean;
};

/**
 * `POST /api/observability/logs/export` is answered by an attachment, streamed;
 * its last line says when it was cut at the limit.
 * @public
 */
export type LogExportRequest = LogsRequest & {
  format: 'ndjson' | 'csv' | 'text';
};
