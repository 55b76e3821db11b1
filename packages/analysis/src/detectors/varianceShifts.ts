import { median, segmentSeries } from '../series';
import { detectLevelShifts } from './levelShifts';

/** Standard deviations that differ by less are of no interest. */
const MIN_RATIO = 2;
/** Fewer points do not tell how much a series varies. */
const MIN_POINTS = 12;
/** Differences are averaged over so many points: counts are often equal to their neighbour. */
const BLOCK = 4;
/** What moves in fewer blocks where it varies most has events, and no spread. */
const MIN_MOVED_SHARE = 0.75;
/** Blocks with less than this share of the usual difference did not move. */
const RESOLUTION = 1e-2;
/** Mean absolute difference of two numbers of a normal distribution with deviation 1. */
const DIFFERENCE_TO_SIGMA = Math.sqrt(Math.PI) / 2;

/** Points `start` (inclusive) to `end` (exclusive) vary more or less than before. @public */
export type VarianceShift = {
  start: number;
  /** Without it, to the end of the series. */
  end?: number;
  /** Robust standard deviation before, and now. */
  baseline: number;
  current: number;
  /** Probability that chance alone brings as much. */
  chance: number;
};

/**
 * Finds the times at which a series varied more or less than before, whatever its
 * level.
 *
 * @remarks
 * Changes of variance by an information criterion (Chen and Gupta, "Testing and
 * Locating Variance Changepoints with Application to Stock Prices", JASA 92, 1997),
 * on the logarithms of mean absolute differences between neighbours, where a change
 * of scale is a change of level, and by least absolute deviations, as there are
 * outliers. A step is one difference only, so a change of level is none of variance.
 *
 * @public
 */
export function detectVarianceShifts(
  values: readonly number[],
): VarianceShift[] {
  const means: number[] = [];
  for (let i = 1; i + BLOCK <= values.length; i += BLOCK) {
    let sum = 0;
    for (let at = i; at < i + BLOCK; at++) {
      sum += Math.abs(values[at] - values[at - 1]);
    }
    means.push(sum / BLOCK);
  }
  const moved = means.filter(mean => mean > 0);
  if (moved.length * BLOCK < MIN_POINTS) {
    return [];
  }
  const least = RESOLUTION * median(moved);
  const logs = means.map(mean => Math.log(Math.max(mean, least)));
  const segments = segmentSeries(logs);
  const shifts = detectLevelShifts(logs, {
    segments,
    minSigmas: 0,
    minAbsolute: Math.log(MIN_RATIO),
  });
  return shifts.flatMap(({ start, end, baseline, current }) => {
    const points = BLOCK * Math.min(start, (end ?? logs.length) - start);
    const wider =
      current > baseline ? means.slice(start, end) : means.slice(0, start);
    const movedShare = wider.filter(mean => mean > 0).length / wider.length;
    if (points < MIN_POINTS || movedShare < MIN_MOVED_SHARE) {
      return [];
    }
    const doublings = Math.abs(current - baseline) / Math.log(MIN_RATIO);
    return {
      // A difference belongs to the later of its two points.
      start: 1 + BLOCK * start,
      ...(end !== undefined && { end: 1 + BLOCK * end }),
      baseline: Math.exp(baseline) * DIFFERENCE_TO_SIGMA,
      current: Math.exp(current) * DIFFERENCE_TO_SIGMA,
      // A union bound over the points at which it could have begun.
      chance: Math.min(
        1,
        values.length * Math.exp(-doublings * Math.sqrt(2 * points)),
      ),
    };
  });
}
