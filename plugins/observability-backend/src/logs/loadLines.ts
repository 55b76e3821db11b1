import { LogLines } from '@internal/plugin-observability-common';
import { LogRecord } from '@internal/plugin-observability-node';
import { decodeCursor, encodeCursor, LineCursor } from './cursor';
import { LogQuestion, toLine } from './LogQuestion';

/** Lines of one millisecond, more than which cannot be paged through. */
const MAX_SAME_INSTANT = 10_000;

/** @internal */
export type LinePage = { records: LogRecord[]; next?: LineCursor };

/** One page of lines, newest first. @internal */
export async function loadLines(
  question: LogQuestion,
  options: { limit: number; cursor?: string },
): Promise<LogLines> {
  const { records, next } = await loadPage(question, {
    limit: options.limit,
    cursor: options.cursor ? decodeCursor(options.cursor) : undefined,
  });
  return {
    query: question.query,
    lines: records.map(toLine),
    ...(next && { nextCursor: encodeCursor(next) }),
  };
}

/**
 * Records of one page, newest first, and where the next one begins.
 *
 * @remarks
 * Which of the lines of one millisecond a store counts among the newest is up to
 * it, and may differ between two questions. So a page ends between milliseconds;
 * a millisecond with more lines than a page is read as a whole, sorted, and shown
 * in parts.
 *
 * @internal
 */
export async function loadPage(
  question: LogQuestion,
  options: { limit: number; cursor?: LineCursor },
): Promise<LinePage> {
  const { store, scope, query, filter, window, signal } = question;
  const { limit, cursor } = options;
  if (cursor?.skip) {
    return loadInstant(question, cursor, limit);
  }
  const last = cursor?.ms ?? Infinity;
  const to = Math.min(+window.to, last + 1);
  if (to <= +window.from) {
    return { records: [] };
  }
  const { records, truncated } = await store.query({
    scope,
    query,
    filter,
    window: { from: window.from, to: new Date(to) },
    limit,
    signal,
  });
  const page = newestFirst(records).filter(record => msOf(record) <= last);
  if (!truncated) {
    return { records: page };
  }
  if (page.length === 0) {
    // The end of a window is part of it for some stores, and it alone filled the page.
    return loadInstant(question, { ms: last, skip: 0 }, limit);
  }
  const oldest = msOf(page.at(-1)!);
  const whole = page.filter(record => msOf(record) > oldest);
  return whole.length > 0
    ? { records: whole, next: { ms: oldest, skip: 0 } }
    : loadInstant(question, { ms: oldest, skip: 0 }, limit);
}

/** A part of the lines of one millisecond. */
async function loadInstant(
  { store, scope, query, filter, window, signal }: LogQuestion,
  { ms, skip }: LineCursor,
  limit: number,
): Promise<LinePage> {
  const { records } = await store.query({
    scope,
    query,
    filter,
    window: { from: new Date(ms), to: new Date(ms + 1) },
    limit: MAX_SAME_INSTANT,
    signal,
  });
  const lines = newestFirst(records).filter(record => msOf(record) === ms);
  const shown = skip + limit;
  const isOldest = ms <= +window.from;
  return {
    records: lines.slice(skip, shown),
    ...(lines.length > shown
      ? { next: { ms, skip: shown } }
      : !isOldest && { next: { ms: ms - 1, skip: 0 } }),
  };
}

function msOf({ time }: LogRecord): number {
  return Date.parse(time);
}

/** The same order at each question, also for lines of the same instant. */
function newestFirst(records: readonly LogRecord[]): LogRecord[] {
  return records
    .map(record => ({ record, ms: msOf(record), key: keyOf(record) }))
    .sort((a, b) => b.ms - a.ms || compare(b.key, a.key))
    .map(({ record }) => record);
}

/** What tells lines of the same millisecond apart: the further digits, and what they say. */
function keyOf({ time, pod, message }: LogRecord): string {
  const digits = /\.(\d+)/.exec(time)?.[1] ?? '';
  return `${digits.padEnd(9, '0')} ${pod} ${message}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
