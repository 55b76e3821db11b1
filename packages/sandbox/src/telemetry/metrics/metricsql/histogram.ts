import { parseNumber } from './literals';
import { GridSeries, labelKey, Labels, withoutLabels } from './series';

interface Bucket {
  bound: number;
  values: Float64Array;
}

/** `histogram_quantile(phi, buckets)` for buckets with the label `le`. */
export function histogramQuantile(
  phis: Float64Array,
  buckets: GridSeries[],
  boundsLabel?: string,
): GridSeries[] {
  return [...groupBuckets(buckets)].flatMap(([, { labels, sorted }]) => {
    const length = phis.length;
    const middle = new Float64Array(length);
    const lower = new Float64Array(length);
    const upper = new Float64Array(length);
    for (let i = 0; i < length; i++) {
      [middle[i], lower[i], upper[i]] = quantileAt(i, phis[i], sorted);
    }
    const result = [{ labels, values: middle }];
    if (boundsLabel) {
      result.push({
        labels: { ...labels, [boundsLabel]: 'lower' },
        values: lower,
      });
      result.push({
        labels: { ...labels, [boundsLabel]: 'upper' },
        values: upper,
      });
    }
    return result;
  });
}

function groupBuckets(
  series: GridSeries[],
): Map<string, { labels: Labels; sorted: Bucket[] }> {
  const groups = new Map<string, { labels: Labels; sorted: Bucket[] }>();
  for (const { labels, values } of series) {
    const bound = labels.le === undefined ? undefined : parseNumber(labels.le);
    if (bound === undefined) continue;
    const rest = withoutLabels(labels, ['__name__', 'le']);
    const key = labelKey(rest);
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { labels: rest, sorted: [] }));
    const same = group.sorted.find(bucket => bucket.bound === bound);
    if (same)
      same.values.forEach((value, i) => (same.values[i] = value + values[i]));
    else group.sorted.push({ bound, values: values.slice() });
  }
  for (const { sorted } of groups.values())
    sorted.sort((a, b) => a.bound - b.bound);
  return groups;
}

/** The quantile with the bounds of the bucket that it lies in. */
function quantileAt(
  index: number,
  phi: number,
  buckets: Bucket[],
): [number, number, number] {
  if (Number.isNaN(phi)) return [NaN, NaN, NaN];
  const counts = monotonicCounts(index, buckets);
  const all = counts[counts.length - 1];
  if (all === 0) return [NaN, NaN, NaN];
  if (phi < 0) return [-Infinity, -Infinity, counts[0]];
  if (phi > 1) return [Infinity, all, Infinity];
  const wanted = all * phi;
  let previousCount = 0;
  let previousBound = 0;
  for (let i = 0; i < buckets.length; i++) {
    const { bound } = buckets[i];
    const count = counts[i];
    if (count <= 0) {
      previousBound = bound;
      continue;
    }
    if (count < wanted) {
      previousCount = count;
      previousBound = bound;
      continue;
    }
    if (!Number.isFinite(bound)) break;
    if (count === previousCount) return [previousBound, previousBound, count];
    const share = (wanted - previousCount) / (count - previousCount);
    return [
      previousBound + (bound - previousBound) * share,
      previousBound,
      bound,
    ];
  }
  const finite = buckets.filter(bucket => Number.isFinite(bucket.bound));
  const highest = finite.length > 0 ? finite[finite.length - 1].bound : NaN;
  return [highest, highest, Infinity];
}

/** Buckets are cumulative; a gap or a fall is repaired with the count below it. */
function monotonicCounts(index: number, buckets: Bucket[]): number[] {
  let highest = 0;
  return buckets.map(({ values }, i) => {
    const value = values[index];
    if (buckets.length === 1 || (i === 0 && !Number.isNaN(value)))
      highest = value;
    else if (!Number.isNaN(value) && value >= highest) highest = value;
    return highest;
  });
}
