import { LogRecord } from '@internal/plugin-observability-node';
import { LogQuestion } from './LogQuestion';

type Window = { from: Date; to: Date };

/** Part of a window, with how many lines it has and how many of them were read. @internal */
export type Slice = { window: Window; total: number; read: number };

/** A line and the slice that it is from. @internal */
export type SampledLine = { record: LogRecord; slice: number };

/** Slices whose lines are read at once. */
const CONCURRENCY = 4;
/** A slice is read with these many at least, if it has them. */
const MIN_LINES_PER_SLICE = 50;

/**
 * Reads lines of a window, all of them when they are few, else as many of each
 * slice of time, so that no part of the window is left out.
 *
 * @remarks
 * Stores answer a limited question with the newest lines, so a sample of the
 * window as a whole would be its end. Within a slice it is that: slices are short.
 *
 * @internal
 */
export async function sampleLines(options: {
  question: LogQuestion;
  slices: Slice[];
  maxLines: number;
  take: (line: SampledLine) => void;
}): Promise<void> {
  const { question, slices, maxLines, take } = options;
  const { store, scope, query, filter, signal } = question;
  if (slices.length === 0) return;
  const first = slices[0].window.from;
  const last = slices.at(-1)!.window.to;
  const total = slices.reduce((sum, slice) => sum + slice.total, 0);
  if (total <= maxLines) {
    const stream = store.stream({
      scope,
      query,
      filter,
      window: { from: first, to: last },
      limit: maxLines,
      signal,
    });
    for (const slice of slices) slice.total = 0;
    for await (const record of stream) {
      const at = Date.parse(record.time);
      const found = slices.findIndex(({ window }) => at < +window.to);
      const slice = found < 0 ? slices.length - 1 : found;
      slices[slice].read += 1;
      // What was counted a moment ago may have become more.
      slices[slice].total += 1;
      take({ record, slice });
    }
    return;
  }
  const share = Math.max(
    MIN_LINES_PER_SLICE,
    Math.floor(maxLines / slices.length),
  );
  const waiting = slices.flatMap((slice, i) => (slice.total > 0 ? [i] : []));
  const readSlices = async () => {
    for (let i = waiting.shift(); i !== undefined; i = waiting.shift()) {
      const { records } = await store.query({
        scope,
        query,
        filter,
        window: slices[i].window,
        limit: share,
        signal,
      });
      slices[i].read = records.length;
      for (const record of records) take({ record, slice: i });
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, readSlices));
}

/** A window in about so many parts, with the lines that the store counts in each. @internal */
export async function countSlices(
  question: LogQuestion,
  window: Window,
  parts: number,
): Promise<Slice[]> {
  const { store, scope, query, filter, signal } = question;
  const span = +window.to - +window.from;
  // Whole seconds, as stores want them.
  const stepSeconds = Math.max(1, Math.ceil(span / 1_000 / parts));
  const hits = await store.hits({
    scope,
    query,
    filter,
    window,
    stepSeconds,
    signal,
  });
  const totals = new Map<number, number>();
  for (const { start, count } of hits.flatMap(({ buckets }) => buckets)) {
    totals.set(+start, (totals.get(+start) ?? 0) + count);
  }
  // Stores begin their buckets at whole steps, and so do the slices, or the counts would not be theirs.
  return [...totals]
    .sort(([a], [b]) => a - b)
    .map(([start, total]) => ({
      window: {
        from: new Date(Math.max(start, +window.from)),
        to: new Date(Math.min(start + stepSeconds * 1_000, +window.to)),
      },
      total,
      read: 0,
    }))
    .filter(({ window: part }) => part.from < part.to);
}
