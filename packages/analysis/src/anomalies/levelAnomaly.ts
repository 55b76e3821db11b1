import type { LevelShift } from '../detectors';
import { confidenceOf, formatNumber, strengthOf } from './judgement';
import type { SeriesAnomaly } from './types';

/** Within so many robust standard deviations a value is as before. */
const EXPECTED_SIGMAS = 3;
/** More points on the new level do not make it surer. */
const MAX_WITNESSES = 64;

/**
 * Reports a level; a union bound over the points at which it could have begun.
 *
 * @param independence - what a point is worth, 0 to 1, as neighbours repeat each other.
 */
export function levelAnomaly(
  shift: LevelShift,
  times: readonly number[],
  independence: number,
): SeriesAnomaly {
  const { start, end = times.length, baseline, current, sigma, sigmas } = shift;
  const points = Math.min(end - start, start, MAX_WITNESSES);
  const witnesses = Math.max(1, points * independence);
  return {
    kind: 'level-shift',
    onset: times[start],
    end: shift.end === undefined ? undefined : times[shift.end],
    direction: current > baseline ? 'up' : 'down',
    strength: strengthOf(sigmas),
    expected: {
      low: baseline - EXPECTED_SIGMAS * sigma,
      high: baseline + EXPECTED_SIGMAS * sigma,
    },
    observed: current,
    confidence: confidenceOf(
      times.length * Math.exp(-sigmas * Math.sqrt(witnesses)),
    ),
    explanation: `${current > baseline ? 'rose' : 'fell'} from ${formatNumber(
      baseline,
    )} to ${formatNumber(current)}${
      shift.end === undefined ? '' : ' and came back'
    }`,
  };
}
