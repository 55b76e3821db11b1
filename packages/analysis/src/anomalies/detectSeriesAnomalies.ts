import { detectLevelShifts, detectMissingData } from '../detectors';
import type { Point } from '../series';
import { levelAnomaly } from './levelAnomaly';
import { missingAnomaly } from './missingAnomaly';
import type {
  SeriesAnomaly,
  SeriesAnomalyKind,
  SeriesAnomalyOptions,
} from './types';

/**
 * Finds what is unusual about a series: one report for each event, by onset.
 *
 * @param points - `[milliseconds, value]`, ascending; values that are no numbers are missing.
 * @public
 */
export function detectSeriesAnomalies(
  points: readonly Point[],
  options: SeriesAnomalyOptions = {},
): SeriesAnomaly[] {
  const wanted = (kind: SeriesAnomalyKind) =>
    options.kinds?.includes(kind) ?? true;
  const present = points.filter(([, value]) => Number.isFinite(value));
  const times = present.map(([time]) => time);
  const values = present.map(([, value]) => value);
  const found: SeriesAnomaly[] = [];
  if (wanted('missing-data')) {
    const gaps = detectMissingData(times, {
      now: options.now,
      interval: options.intervalMs,
    });
    found.push(...gaps.map(missingAnomaly));
  }
  if (wanted('level-shift')) {
    const shifts = detectLevelShifts(values, options);
    found.push(...shifts.map(shift => levelAnomaly(shift, times)));
  }
  return found.sort((a, b) => a.onset - b.onset);
}
