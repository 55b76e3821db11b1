import { prefixCosts } from './absoluteCosts';
import { median } from './statistics';

/** Shorter runs are outliers, not levels. */
const MIN_SEGMENT_POINTS = 4;
const MAX_SEGMENTS = 10;
/** Parameters that one more level costs in the information criterion: where, how high, and the search for it. */
const PENALTY_PARAMETERS = 3;
/** Noise below this share of the level is rounding. */
const RELATIVE_RESOLUTION = 1e-3;
/** A trend's slope is estimated from this many points at most. */
const MAX_TREND_POINTS = 120;
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
 * deviation", 1998). A split stands when
 * - the gain in the log-likelihood of Laplace noise exceeds a BIC penalty, where
 *   the number of points is reduced by their lag-1 autocorrelation
 *   (rates over sliding windows are smooth, so points repeat each other);
 * - one straight line (Theil 1950, Sen 1968) does not explain the points as
 *   well: a slow drift is no change of level.
 *
 * @public
 */
export function segmentSeries(values: readonly number[]): Segment[] {
  const done: Segment[] = [];
  const open: Segment[] = [
    { start: 0, end: values.length, median: median(values) },
  ];
  while (open.length > 0) {
    const segment = open.pop()!;
    const room = done.length + open.length + 2 <= MAX_SEGMENTS;
    const split = room
      ? bestSplit(values.slice(segment.start, segment.end))
      : undefined;
    if (split === undefined) {
      done.push(segment);
    } else {
      const middle = segment.start + split;
      for (const [start, end] of [
        [segment.start, middle],
        [middle, segment.end],
      ]) {
        open.push({ start, end, median: median(values.slice(start, end)) });
      }
    }
  }
  return done.sort((a, b) => a.start - b.start);
}

function bestSplit(values: readonly number[]): number | undefined {
  const n = values.length;
  if (n < 2 * MIN_SEGMENT_POINTS) {
    return undefined;
  }
  const before = prefixCosts(values);
  const after = prefixCosts([...values].reverse());
  let split = 0;
  let splitCost = Infinity;
  for (let at = MIN_SEGMENT_POINTS; at <= n - MIN_SEGMENT_POINTS; at++) {
    const cost = before[at] + after[n - at];
    if (cost < splitCost) {
      split = at;
      splitCost = cost;
    }
  }
  const resolution = n * RELATIVE_RESOLUTION * medianOfAbsolutes(values);
  const floor = Math.max(resolution, Number.MIN_VALUE);
  const whole = before[n];
  if (whole <= floor || whole <= splitCost) {
    return undefined;
  }
  const gain =
    effectivePoints(values) * Math.log(whole / Math.max(splitCost, floor));
  const significant = gain > PENALTY_PARAMETERS * Math.log(n);
  return significant && splitCost < lineCost(values) ? split : undefined;
}

function medianOfAbsolutes(values: readonly number[]): number {
  return median(values.map(Math.abs));
}

/**
 * How many independent points the values are worth: n (1 - r) / (1 + r).
 *
 * The lag-1 autocorrelation r comes from medians of squared differences, near and
 * far: of values with variance v, differences have 2 v (1 - r) and 2 v. Changes of
 * level touch few differences, so they hardly enter.
 */
function effectivePoints(values: readonly number[]): number {
  const far = Math.min(FAR_LAG, Math.floor(values.length / MIN_SEGMENT_POINTS));
  const spread = medianSquaredDifference(values, far);
  const correlation =
    spread > 0 ? 1 - medianSquaredDifference(values, 1) / spread : 0;
  const r = Math.min(MAX_AUTOCORRELATION, Math.max(0, correlation));
  return (values.length * (1 - r)) / (1 + r);
}

function medianSquaredDifference(values: readonly number[], lag: number) {
  return median(values.slice(lag).map((value, i) => (value - values[i]) ** 2));
}

function lineCost(values: readonly number[]): number {
  const stride = Math.ceil(values.length / MAX_TREND_POINTS);
  const slopes: number[] = [];
  for (let i = 0; i < values.length; i += stride) {
    for (let j = i + stride; j < values.length; j += stride) {
      slopes.push((values[j] - values[i]) / (j - i));
    }
  }
  const slope = median(slopes);
  const flat = values.map((value, i) => value - slope * i);
  const level = median(flat);
  return flat.reduce((sum, value) => sum + Math.abs(value - level), 0);
}
