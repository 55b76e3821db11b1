import type { Outlier } from '../detectors';
import type { DescribedSeries } from './describeSeries';
import { confidenceOf, formatNumber, strengthOf } from './judgement';
import type { SeriesAnomaly } from './types';

/** What is just an outlier is as strong as so many standard deviations. */
const SIGMAS_OF_LIMIT = 6;

/** Reports points far off; `expected` is what there should have been at the peak. */
export function outlierAnomaly(
  outlier: Outlier,
  expected: number,
  { times, values }: DescribedSeries,
): SeriesAnomaly {
  const { start, end, peak, residual, limit, chance } = outlier;
  const observed = values[peak];
  return {
    kind: 'outlier',
    onset: times[start],
    end: times[end],
    direction: residual > 0 ? 'up' : 'down',
    strength: strengthOf((SIGMAS_OF_LIMIT * Math.abs(residual)) / limit),
    expected: { low: expected - limit, high: expected + limit },
    observed,
    confidence: confidenceOf(chance),
    explanation: `${formatNumber(observed)} where ${formatNumber(
      expected,
    )} was to be expected${end - start > 1 ? `, ${end - start} points` : ''}`,
  };
}
