import type { Exhaustion } from '../detectors';
import { confidenceOf, formatNumber, strengthOf } from './judgement';
import type { SeriesAnomaly } from './types';

const HOUR_MS = 3_600_000;
/** An end at the horizon is as strong as so many standard deviations, one half as far twice that. */
const SIGMAS_AT_HORIZON = 4;

/** Reports that a series runs into its limit before the horizon. */
export function exhaustionAnomaly(
  forecast: Exhaustion,
  options: { limit: number; now: number; horizonMs: number },
): SeriesAnomaly {
  const { at, earliest, latest, since, slope, level, chance } = forecast;
  const { limit, now, horizonMs } = options;
  const left = Math.max(0, at - now);
  // Where it came from, and where it would now have to be to last to the horizon.
  const begin = level - slope * (now - since);
  const allowed = limit - slope * horizonMs;
  const before = latest === undefined ? 'open' : hours(latest - now);
  return {
    kind: 'exhaustion',
    onset: since,
    direction: slope > 0 ? 'up' : 'down',
    strength: strengthOf(
      SIGMAS_AT_HORIZON * Math.min(100, horizonMs / Math.max(left, 1)),
    ),
    expected: { low: Math.min(begin, allowed), high: Math.max(begin, allowed) },
    observed: level,
    confidence: confidenceOf(chance),
    forecast: { limit, at, earliest, latest },
    explanation: `reaches ${formatNumber(limit)} in ${hours(
      left,
    )} (95 % interval ${hours(earliest - now)} to ${before}) at ${formatNumber(
      slope * HOUR_MS,
    )} an hour`,
  };
}

function hours(ms: number): string {
  return `${formatNumber(Math.max(0, ms) / HOUR_MS)} h`;
}
