import { LogFieldHits, LogHits, TimeWindow } from '../LogStore';
import { LokiCount } from './parseLoki';

/** Groups beyond these are counted together, the smallest first. */
const MAX_GROUPS = 200;

/** Counts taken at the ends of buckets as buckets, with those that are empty. @internal */
export function countBuckets(
  counts: LokiCount[],
  options: {
    window: TimeWindow;
    stepSeconds: number;
    groupBy: string | undefined;
    /** The first of a line that is not empty is its group. */
    labels: readonly string[];
  },
): LogHits[] {
  const stepMs = options.stepSeconds * 1000;
  const first = Math.floor(options.window.from.getTime() / stepMs) * stepMs;
  const end = options.window.to.getTime();
  const groups = new Map<string, Map<number, number>>();
  for (const { labels, points } of counts) {
    const group = valueOf(labels, options.labels);
    const buckets = groups.get(group) ?? new Map<number, number>();
    groups.set(group, buckets);
    for (const [seconds, count] of points) {
      const start = Math.round((seconds * 1000) / stepMs - 1) * stepMs;
      buckets.set(start, (buckets.get(start) ?? 0) + count);
    }
  }
  const toHits = (value: string | undefined, found: Map<number, number>) => {
    const buckets: LogHits['buckets'] = [];
    for (let start = first; start < end; start += stepMs) {
      buckets.push({ start: new Date(start), count: found.get(start) ?? 0 });
    }
    return {
      group:
        options.groupBy === undefined || value === undefined
          ? {}
          : { [options.groupBy]: value },
      buckets,
      total: buckets.reduce((sum, { count }) => sum + count, 0),
    };
  };
  const hits = [...groups]
    .map(([value, found]) => toHits(value, found))
    .sort((a, b) => b.total - a.total);
  return hits.length > MAX_GROUPS ? foldRest(hits) : hits;
}

function foldRest(hits: LogHits[]): LogHits[] {
  const rest = hits.splice(MAX_GROUPS);
  const [{ buckets }] = rest;
  return [
    ...hits,
    {
      group: {},
      buckets: buckets.map(({ start }, index) => ({
        start,
        count: rest.reduce((sum, hit) => sum + hit.buckets[index].count, 0),
      })),
      total: rest.reduce((sum, { total }) => sum + total, 0),
    },
  ];
}

/** Counts at one instant as values, commonest first. @internal */
export function countValues(
  counts: LokiCount[],
  labels: readonly string[],
  limit: number,
): LogFieldHits {
  const hits = new Map<string, number>();
  for (const { labels: found, points } of counts) {
    const value = valueOf(found, labels);
    const count = points.reduce((sum, [, more]) => sum + more, 0);
    hits.set(value, (hits.get(value) ?? 0) + count);
  }
  return rankHits(hits, limit);
}

/** Commonest first. @internal */
export function rankHits(
  hits: Map<string, number>,
  limit: number,
): LogFieldHits {
  const values = [...hits]
    // Lines without the field have no value of it.
    .filter(([value]) => value !== '')
    .map(([value, count]) => ({ value, hits: count }))
    .sort((a, b) => b.hits - a.hits || (a.value < b.value ? -1 : 1));
  return { values: values.slice(0, limit), truncated: values.length > limit };
}

/** The first of the labels that is not empty. @internal */
export function valueOf(
  found: Record<string, string>,
  labels: readonly string[],
): string {
  return labels.map(label => found[label]).find(Boolean) ?? '';
}
