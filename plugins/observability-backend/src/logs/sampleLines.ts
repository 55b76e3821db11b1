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
  const { store, scope, query, signal } = question;
  const first = slices[0].window.from;
  const last = slices.at(-1)!.window.to;
  const total = slices.reduce((sum, slice) => sum + slice.total, 0);
  if (total <= maxLines) {
    const stream = store.stream({
      scope,
      query,
      window: { from: first, to: last },
      limit: maxLines,
      signal,
    });
    for await (const record of stream) {
      const at = Date.parse(record.time);
      const found = slices.findIndex(({ window }) => at < +window.to);
      const slice = found < 0 ? slices.length - 1 : found;
      slices[slice].read += 1;
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

/** A window in equal parts, with the lines that the store counts in each. @internal */
export async function countSlices(
  question: LogQuestion,
  window: Window,
  parts: number,
): Promise<Slice[]> {
  const { store, scope, query, signal } = question;
  const span = +window.to - +window.from;
  // Whole seconds, as stores want them.
  const stepSeconds = Math.max(1, Math.ceil(span / 1_000 / parts));
  const [hits] = await store.hits({
    scope,
    query,
    window,
    stepSeconds,
    signal,
  });
  const slices = Array.from({ length: parts }, (_, i) => ({
    window: {
      from: new Date(+window.from + (i * span) / parts),
      to: new Date(+window.from + ((i + 1) * span) / parts),
    },
    total: 0,
    read: 0,
  }));
  for (const { start, count } of hits?.buckets ?? []) {
    // The store aligns its buckets, so that the first may begin before the window.
    const middle = Math.max(+start, +window.from) - +window.from;
    slices[Math.min(parts - 1, Math.floor((middle / span) * parts))].total +=
      count;
  }
  return slices;
}
