import type { VarianceShift } from '../detectors';
import { confidenceOf, formatNumber, strengthOf } from './judgement';
import type { SeriesAnomaly } from './types';

/** A standard deviation twice as large is as strong as so many of them. */
const SIGMAS_OF_DOUBLING = 4;
/** A standard deviation within this factor is as before. */
const EXPECTED_RATIO = 1.5;

/** Reports a change of how much a series varies, in its standard deviations. */
export function varianceAnomaly(
  { start, end, baseline, current, chance }: VarianceShift,
  times: readonly number[],
): SeriesAnomaly {
  const isUp = current > baseline;
  return {
    kind: 'variance-shift',
    onset: times[start],
    end: end === undefined ? undefined : times[end],
    direction: isUp ? 'up' : 'down',
    strength: strengthOf(
      SIGMAS_OF_DOUBLING * Math.abs(Math.log2(current / baseline)),
    ),
    expected: {
      low: baseline / EXPECTED_RATIO,
      high: baseline * EXPECTED_RATIO,
    },
    observed: current,
    confidence: confidenceOf(chance),
    explanation: `varies ${
      isUp ? 'more' : 'less'
    }: standard deviation ${formatNumber(current)}, ${formatNumber(
      baseline,
    )} before`,
  };
}
