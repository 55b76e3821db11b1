import { LogVolume } from '@internal/plugin-observability-common';
import { LogQuestion } from './LogQuestion';

/** Steps that a reader knows, in seconds. */
const STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800,
  21_600, 43_200, 86_400,
];

/** The smallest usual step with which the window has no more buckets than wanted. @internal */
export function stepFor(
  window: { from: Date; to: Date },
  buckets: number,
): number {
  const seconds = (window.to.getTime() - window.from.getTime()) / 1_000;
  return STEPS.find(step => seconds / step <= buckets) ?? STEPS.at(-1)!;
}

/** Counts over the window by level. @internal */
export async function loadVolume(
  question: LogQuestion,
  buckets: number,
): Promise<LogVolume> {
  const { store, scope, query, filter, window, signal, levelField } = question;
  const stepSeconds = stepFor(window, buckets);
  const hits = await store.hits({
    scope,
    query,
    filter,
    window,
    stepSeconds,
    groupBy: levelField,
    signal,
  });
  const times = new Set<number>();
  for (const { buckets: counted } of hits) {
    for (const { start } of counted) times.add(start.getTime());
  }
  const starts = [...times].sort((a, b) => a - b);
  const position = new Map(starts.map((time, i) => [time, i]));
  // Several groups can lack a level: lines without one, and the rest beyond the limit.
  const levels = new Map<string, number[]>();
  for (const { group, buckets: counted } of hits) {
    const level = group[levelField] ?? '';
    const counts = levels.get(level) ?? starts.map(() => 0);
    levels.set(level, counts);
    for (const { start, count } of counted) {
      counts[position.get(start.getTime())!] += count;
    }
  }
  const listed = [...levels].map(([level, counts]) => ({
    level,
    counts,
    total: sum(counts),
  }));
  return {
    query,
    stepSeconds,
    starts: starts.map(time => new Date(time).toISOString()),
    levels: listed.sort((a, b) => b.total - a.total),
    total: sum(listed.map(({ total }) => total)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
