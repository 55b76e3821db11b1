import { quantile } from '../series';

/** Fewer points do not tell what is usual. */
const MIN_POINTS = 24;
/** Where the tail begins. */
const TAIL_QUANTILE = 0.9;
/** Quantiles of the tail that say how fast it falls; the last hundredth of all points has no say. */
const TAIL_PARTS = [0.5, 0.75, 0.9];
/** Fewer excesses are themselves what is unusual. */
const MIN_EXCESSES = 4;
/** Such an outlier is accepted in one of so many series without any. */
const MAX_CHANCE = 1e-3;
/** Outliers with fewer points between them are one event. */
const MERGE_POINTS = 5;
/** An event goes on while points are so far on the way to being outliers. */
const GO_ON_SHARE = 0.5;
/** Deviations below this share of the values are rounding. */
const RELATIVE_RESOLUTION = 1e-6;

/** Points `start` (inclusive) to `end` (exclusive) lie far off. @public */
export type Outlier = {
  start: number;
  end: number;
  /** The point that lies furthest off, and by how much. */
  peak: number;
  residual: number;
  /** From here on a deviation is an outlier. */
  limit: number;
  /** Probability that the largest of as many usual points lies as far off. */
  chance: number;
};

/**
 * Finds points that lie further off than the tail of the series explains.
 *
 * @remarks
 * Peaks over threshold with an exponential tail (Pickands, "Statistical inference
 * using extreme order statistics", 1975; for streams Siffer et al., "Anomaly
 * Detection in Streams with Extreme Value Theory", KDD 2017), its slope from
 * quantiles, so that the outliers do not hide themselves. Neighbours are one event,
 * with hysteresis.
 *
 * @param residuals - How far each point is from what was expected; NaN where that is unknown.
 * @param scale - Size of the values themselves, below a millionth of which nothing matters.
 * @public
 */
export function detectOutliers(
  residuals: readonly number[],
  scale: number = 0,
): Outlier[] {
  const sizes = new Float64Array(residuals).map(Math.abs);
  const known = sizes.filter(Number.isFinite);
  if (known.length < MIN_POINTS) {
    return [];
  }
  const tailStart = quantile(known, TAIL_QUANTILE);
  const excesses = known
    .filter(size => size > tailStart)
    .map(size => size - tailStart);
  const fall = Math.max(
    RELATIVE_RESOLUTION * scale,
    Number.MIN_VALUE,
    ...slopesOf(excesses, tailStart),
  );
  if (excesses.length === 0) {
    return [];
  }
  const chanceOf = (size: number) =>
    Math.min(1, excesses.length * Math.exp(-(size - tailStart) / fall));
  const limit = tailStart + fall * Math.log(excesses.length / MAX_CHANCE);
  const outliers: Outlier[] = [];
  for (let i = 0; i < sizes.length; i++) {
    if (!(sizes[i] > limit)) {
      continue;
    }
    const previous = outliers.at(-1);
    if (previous && i < previous.end + MERGE_POINTS) {
      previous.end = i + 1;
      if (sizes[i] > sizes[previous.peak]) {
        previous.peak = i;
        previous.residual = residuals[i];
        previous.chance = chanceOf(sizes[i]);
      }
    } else {
      outliers.push({
        start: i,
        end: i + 1,
        peak: i,
        residual: residuals[i],
        limit,
        chance: chanceOf(sizes[i]),
      });
    }
  }
  for (const outlier of outliers) {
    while (
      outlier.end < sizes.length &&
      sizes[outlier.end] > GO_ON_SHARE * limit
    ) {
      outlier.end++;
    }
  }
  return outliers;
}

/**
 * How fast the tail falls, by several of its quantiles, in which the largest two
 * excesses have no say; where there are too few, by where the tail begins.
 */
function slopesOf(excesses: Float64Array, tailStart: number): number[] {
  if (excesses.length < MIN_EXCESSES) {
    return [tailStart / -Math.log(1 - TAIL_QUANTILE)];
  }
  return TAIL_PARTS.filter(
    (p, i) => i === 0 || (1 - p) * excesses.length > 2,
  ).map(p => quantile(excesses, p) / -Math.log(1 - p));
}
