import type { Gap } from '../detectors';
import { confidenceOf, formatNumber, strengthOf } from './judgement';
import type { SeriesAnomaly } from './types';

const SECOND_MS = 1_000;

/** Reports a pause; times in milliseconds. */
export function missingAnomaly(gap: Gap): SeriesAnomaly {
  const missing = gap.length / gap.interval;
  return {
    kind: 'missing-data',
    onset: gap.start,
    end: gap.end,
    direction: 'none',
    strength: strengthOf(missing),
    expected: { low: gap.interval, high: gap.usual },
    observed: gap.length,
    // Late by so many times what all but one in twenty pauses are, halving each time.
    confidence: confidenceOf(2 ** (-gap.length / gap.usual)),
    explanation: `no value for ${formatNumber(
      gap.length / SECOND_MS,
    )} s, where one comes every ${formatNumber(gap.interval / SECOND_MS)} s`,
  };
}
