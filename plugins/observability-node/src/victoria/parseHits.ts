import { LogHits, TimeWindow } from '../LogStore';

type HitsAnswer = {
  hits: Array<{
    fields: Record<string, string>;
    timestamps: string[];
    values: number[];
    total: number;
  }>;
};

/**
 * Reads an answer of `/select/logsql/hits` and fills the empty buckets, which
 * the server leaves out. Undefined for any other shape.
 * @internal
 */
export function parseHits(
  answer: unknown,
  window: TimeWindow,
  stepSeconds: number,
): LogHits[] | undefined {
  const hits = (answer as HitsAnswer | undefined)?.hits;
  if (!Array.isArray(hits)) {
    return undefined;
  }
  const stepMs = stepSeconds * 1000;
  // Buckets are aligned to the step, so the first may begin before the window.
  const first = Math.floor(window.from.getTime() / stepMs) * stepMs;
  return hits.map(({ fields, timestamps, values }) => {
    const counts = new Map<number, number>();
    for (let start = first; start < window.to.getTime(); start += stepMs) {
      counts.set(start, 0);
    }
    timestamps.forEach((timestamp, index) => {
      const start = Date.parse(timestamp);
      counts.set(start, (counts.get(start) ?? 0) + values[index]);
    });
    const buckets = [...counts]
      .sort(([a], [b]) => a - b)
      .map(([start, count]) => ({ start: new Date(start), count }));
    return {
      group: fields,
      buckets,
      total: buckets.reduce((sum, bucket) => sum + bucket.count, 0),
    };
  });
}
