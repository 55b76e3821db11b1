import { LogLines } from '@internal/plugin-observability-common';
import { LogRecord } from '@internal/plugin-observability-node';
import { decodeCursor, encodeCursor, LineCursor } from './cursor';
import { LogQuestion, toLine } from './LogQuestion';

/** Lines of one millisecond, more than which cannot be paged through. */
const MAX_SAME_INSTANT = 10_000;

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

/** Records of one page, newest first, and where the next one begins. @internal */
export async function loadPage(
  question: LogQuestion,
  options: { limit: number; cursor?: LineCursor },
): Promise<{ records: LogRecord[]; next?: LineCursor }> {
  const { store, scope, query, window, signal } = question;
  const { limit, cursor } = options;
  const last = cursor && Date.parse(cursor.time);
  const to = last === undefined ? window.to : new Date(last + 1);
  if (to <= window.from) {
    return { records: [] };
  }
  const skip = cursor?.skip ?? 0;
  const { records, truncated } = await store.query({
    scope,
    query,
    window: { from: window.from, to: to < window.to ? to : window.to },
    limit: limit + skip,
    signal,
  });
  // The same order at each question, also for lines of the same instant.
  const newestFirst = records
    .map((record, i) => ({ record, i, ms: Date.parse(record.time) }))
    .filter(({ ms }) => last === undefined || ms <= last)
    .sort((a, b) => b.ms - a.ms || compare(b.record, a.record) || b.i - a.i)
    .slice(skip);
  const page = newestFirst.slice(0, limit).map(({ record }) => record);
  const oldest = page.at(-1);
  if (!oldest || (!truncated && newestFirst.length <= limit)) {
    return { records: page };
  }
  const oldestMs = Date.parse(oldest.time);
  const sameInstant = page.filter(
    ({ time }) => Date.parse(time) === oldestMs,
  ).length;
  const known = oldestMs === last ? skip + sameInstant : sameInstant;
  return {
    records: page,
    next:
      known <= MAX_SAME_INSTANT
        ? { time: oldest.time, skip: known }
        : // The rest of the millisecond is given up, not the older lines.
          { time: new Date(oldestMs - 1).toISOString(), skip: 0 },
  };
}

/** By all nine digits, then by what the line says. */
function compare(a: LogRecord, b: LogRecord): number {
  const keyOf = ({ time, pod, message }: LogRecord) =>
    `${time.replace(/Z$/, '').padEnd(29, '0')} ${pod} ${message}`;
  const [left, right] = [keyOf(a), keyOf(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
