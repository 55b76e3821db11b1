import { medianInPlace } from './select';

/** Shorter runs are outliers, not levels. */
const MIN_POINTS = 4;
/** Deviations are cut here, in robust standard deviations, so that one spike is no hump. */
const CLIP_SIGMAS = 8;
/** Between the quartiles of normal noise lie so many standard deviations. */
const QUARTILES_TO_SIGMA = 1.349;
/** Below this, the range of the cumulative sum is what noise has (Kuiper's 1 % point). */
const MIN_RANGE = 2;

/** Where deviations add up, if they do so more than those of noise. */
export type Cluster = {
  /** Points `start` (inclusive) to `end` (exclusive) lie off, and the others not. */
  hump?: { start: number; end: number; cost: number };
};

/**
 * The likeliest stretch in the middle of a series that is on another level: between
 * the extremes of the cumulative sum of deviations, which are cut so that single
 * points count little.
 *
 * @remarks
 * The epidemic alternative of Levin and Kline, "The cusum test of homogeneity with
 * an application in spontaneous abortion epidemiology", Statistics in Medicine 4, 1985.
 */
export function findCluster(
  values: Float64Array,
  sorted: Float64Array,
): Cluster | undefined {
  const n = values.length;
  const center = sorted[n >> 1];
  const sigma = (sorted[(3 * n) >> 2] - sorted[n >> 2]) / QUARTILES_TO_SIGMA;
  // Where half of the values are equal, any other one is far off.
  const clip = sigma > 0 ? CLIP_SIGMAS * sigma : sorted[n - 1] - sorted[0];
  const unit = sigma > 0 ? sigma : clip / CLIP_SIGMAS;
  const clipped = (value: number) =>
    Math.max(-clip, Math.min(clip, value - center)) / unit;

  let sum = 0;
  for (let i = 0; i < n; i++) {
    sum += clipped(values[i]);
  }
  const mean = sum / n;
  let most = 0;
  let least = 0;
  let mostAt = 0;
  let leastAt = 0;
  sum = 0;
  for (let i = 0; i < n; i++) {
    sum += clipped(values[i]) - mean;
    if (sum > most) {
      most = sum;
      mostAt = i + 1;
    } else if (sum < least) {
      least = sum;
      leastAt = i + 1;
    }
  }
  let start = Math.min(mostAt, leastAt);
  let end = Math.max(mostAt, leastAt);
  if (most - least <= MIN_RANGE * Math.sqrt(n)) {
    return undefined;
  }
  const isHump = () =>
    start >= MIN_POINTS && end <= n - MIN_POINTS && end - start >= MIN_POINTS;
  if (!isHump()) {
    return {};
  }
  // The sum goes on while points are above its mean; the edges belong to the nearer level.
  const inside = medianInPlace(values.slice(start, end));
  const isIn = (at: number) =>
    Math.abs(values[at] - inside) < Math.abs(values[at] - center);
  while (isHump() && !isIn(start)) {
    start++;
  }
  while (isHump() && isIn(start - 1)) {
    start--;
  }
  while (isHump() && !isIn(end - 1)) {
    end--;
  }
  while (isHump() && isIn(end)) {
    end++;
  }
  if (!isHump()) {
    return {};
  }
  const cost =
    costOf(values.slice(start, end)) +
    costOf(joined(values.subarray(0, start), values.subarray(end)));
  return { hump: { start, end, cost } };
}

function costOf(values: Float64Array): number {
  const center = medianInPlace(values);
  return values.reduce((sum, value) => sum + Math.abs(value - center), 0);
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
