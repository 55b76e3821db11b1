import { splitCosts } from './absoluteCosts';
import { findCluster } from './findCluster';
import { medianInPlace } from './select';

/** Shorter runs are outliers, not levels. */
export const MIN_SEGMENT_POINTS = 4;
const MAX_SEGMENTS = 10;
/** Parameters that one more level costs in the information criterion: where, how high, and the search for it. */
const PENALTY_PARAMETERS = 3;
/** Noise below this share of the level is rounding. */
const RELATIVE_RESOLUTION = 1e-3;
/** A trend's slope is estimated from this many points at most. */
const MAX_TREND_POINTS = 120;
/** Two levels halve what a slope costs, at best; where they save more, it is none. */
const MAX_TREND_GAIN = 2.5;
const MAX_AUTOCORRELATION = 0.95;
/** Points further apart than this share nothing by a sliding window. */
const FAR_LAG = 8;

/** Points `start` (inclusive) to `end` (exclusive) share a level. @public */
export type Segment = { start: number; end: number; median: number };

/**
 * Splits a series into levels.
 *
 * @remarks
 * Binary segmentation (Scott and Knott 1974; Vostrikova 1981) with the sum of
 * absolute deviations from the median as cost, which outliers hardly move
 * (Bai, "Estimation of multiple-regime regressions with least absolutes
 * deviation", 1998). Where one split does not help, two at once are tried, as a
 * hump that comes back has no single best split (Olshen et al., "Circular binary
 * segmentation", Biostatistics 5, 2004), and where neither does but deviations add
 * up, the halves are searched. A split stands when
 * - the gain in the log-likelihood of Laplace noise exceeds a BIC penalty, where
 *   the number of points is reduced by their lag-1 autocorrelation
 *   (rates over sliding windows are smooth, so points repeat each other);
 * - one straight line (Theil 1950, Sen 1968) does not explain the points as
 *   well: a slow drift is no change of level.
 *
 * @public
 */
export function segmentSeries(values: readonly number[]): Segment[] {
  const all = new Float64Array(values);
  const done: Array<[start: number, end: number]> = [];
  const open: Array<[start: number, end: number]> = [[0, all.length]];
  while (open.length > 0) {
    const [start, end] = open.pop()!;
    const room = MAX_SEGMENTS - done.length - open.length - 1;
    const splits = room > 0 ? bestSplits(all.subarray(start, end), room) : [];
    if (splits.length === 0) {
      done.push([start, end]);
    }
    splits.forEach((split, i) => {
      open.push([start + (splits[i - 1] ?? 0), start + split]);
    });
    if (splits.length > 0) {
      open.push([start + splits[splits.length - 1], end]);
    }
  }
  return done
    .sort(([a], [b]) => a - b)
    .map(([start, end]) => ({
      start,
      end,
      median: medianInPlace(all.slice(start, end)),
    }));
}

/** Where to cut: nowhere, at one place or at two. */
function bestSplits(values: Float64Array, room: number): number[] {
  const n = values.length;
  if (n < 2 * MIN_SEGMENT_POINTS) {
    return [];
  }
  const { before, after, sorted } = splitCosts(values);
  const whole = before[n];
  const size = Math.max(
    Math.abs(sorted[n >> 2]),
    Math.abs(sorted[(3 * n) >> 2]),
  );
  const floor = Math.max(n * RELATIVE_RESOLUTION * size, Number.MIN_VALUE);
  if (whole <= floor) {
    return [];
  }
  let split = 0;
  let splitCost = Infinity;
  for (let at = MIN_SEGMENT_POINTS; at <= n - MIN_SEGMENT_POINTS; at++) {
    const cost = before[at] + after[at];
    if (cost < splitCost) {
      split = at;
      splitCost = cost;
    }
  }
  const limits = { whole, floor };
  if (isWorth(values, { ...limits, cost: splitCost, splits: [split] })) {
    return [split];
  }
  const cluster = room > 1 ? findCluster(values, sorted) : undefined;
  if (!cluster) {
    return [];
  }
  if (cluster.hump) {
    const { start, end, cost } = cluster.hump;
    const splits = [start, end];
    if (isWorth(values, { ...limits, cost, splits })) {
      return splits;
    }
  }
  if (lineCost(values) <= splitCost) {
    // A drift adds up as well, and has none.
    return [];
  }
  // Several humps hide each other: a half has fewer.
  const half = n >> 1;
  const first = bestSplits(values.subarray(0, half), room);
  return first.length > 0
    ? first
    : bestSplits(values.subarray(half), room).map(at => half + at);
}

function isWorth(
  values: Float64Array,
  fit: { whole: number; cost: number; floor: number; splits: number[] },
): boolean {
  const n = values.length;
  const ratio = Math.log(fit.whole / Math.max(fit.cost, fit.floor));
  const penalty = fit.splits.length * PENALTY_PARAMETERS * Math.log(n);
  // Cheap first: points are worth no more than their number.
  return (
    n * ratio > penalty &&
    effectivePoints(residualsOf(values, fit.splits)) * ratio > penalty &&
    (fit.whole > MAX_TREND_GAIN * fit.cost || fit.cost < lineCost(values))
  );
}

/** The values around the medians of the parts. */
function residualsOf(values: Float64Array, splits: number[]): Float64Array {
  const residuals = values.slice();
  [0, ...splits].forEach((start, i) => {
    const end = splits[i] ?? values.length;
    const center = medianInPlace(values.slice(start, end));
    for (let at = start; at < end; at++) {
      residuals[at] -= center;
    }
  });
  return residuals;
}

/**
 * How many independent points the values are worth: n (1 - r) / (1 + r).
 *
 * The lag-1 autocorrelation r comes from medians of squared differences, near and
 * far: of values with variance v, differences have 2 v (1 - r) and 2 v. Changes of
 * level touch few differences, so they hardly enter.
 */
function effectivePoints(values: Float64Array): number {
  const far = Math.min(FAR_LAG, Math.floor(values.length / MIN_SEGMENT_POINTS));
  const spread = medianSquaredDifference(values, far);
  const correlation =
    spread > 0 ? 1 - medianSquaredDifference(values, 1) / spread : 0;
  const r = Math.min(MAX_AUTOCORRELATION, Math.max(0, correlation));
  return (values.length * (1 - r)) / (1 + r);
}

function medianSquaredDifference(values: Float64Array, lag: number): number {
  const squares = new Float64Array(values.length - lag);
  for (let i = lag; i < values.length; i++) {
    squares[i - lag] = (values[i] - values[i - lag]) ** 2;
  }
  return medianInPlace(squares);
}

function lineCost(values: Float64Array): number {
  const stride = Math.ceil(values.length / MAX_TREND_POINTS);
  const used = Math.ceil(values.length / stride);
  const slopes = new Float64Array((used * (used - 1)) / 2);
  let count = 0;
  for (let i = 0; i < values.length; i += stride) {
    for (let j = i + stride; j < values.length; j += stride) {
      slopes[count++] = (values[j] - values[i]) / (j - i);
    }
  }
  const slope = medianInPlace(slopes);
  const flat = values.map((value, i) => value - slope * i);
  const level = medianInPlace(flat.slice());
  return flat.reduce((sum, value) => sum + Math.abs(value - level), 0);
}
