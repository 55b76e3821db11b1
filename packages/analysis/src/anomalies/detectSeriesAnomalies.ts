import {
  detectLevelShifts,
  detectMissingData,
  detectOutliers,
  detectVarianceShifts,
  forecastExhaustion,
} from '../detectors';
import { Point, segmentSeries } from '../series';
import { DescribedSeries, describeSeries } from './describeSeries';
import { exhaustionAnomaly } from './exhaustionAnomaly';
import { levelAnomaly } from './levelAnomaly';
import { mergeEvents } from './mergeEvents';
import { missingAnomaly } from './missingAnomaly';
import { outlierAnomaly } from './outlierAnomaly';
import type {
  SeriesAnomaly,
  SeriesAnomalyKind,
  SeriesAnomalyOptions,
} from './types';
import { varianceAnomaly } from './varianceAnomaly';

/** What is less sure is not reported. */
const MIN_CONFIDENCE = 0.9;
/** An end that is further away is no anomaly. */
const DEFAULT_HORIZON_MS = 7 * 24 * 3_600_000;

/**
 * Finds what is unusual about a series: one report for each event, by onset.
 *
 * @remarks
 * The season goes first, if there is one; then levels, and around these spread and
 * outliers, so that each detector sees what the others do not explain. Running out is
 * judged on the series as it is.
 *
 * @param points - `[milliseconds, value]`, ascending; values that are no numbers are missing.
 * @public
 */
export function detectSeriesAnomalies(
  points: readonly Point[],
  options: SeriesAnomalyOptions = {},
): SeriesAnomaly[] {
  const series = describeSeries(points, options);
  if (series.times.length === 0) {
    return [];
  }
  const found: SeriesAnomaly[] = [
    ...detectMissingData(series.times, {
      now: options.now,
      interval: options.intervalMs,
    }).map(missingAnomaly),
    ...aroundLevels(series, options),
    ...exhaustion(series, options),
  ].filter(({ confidence }) => confidence >= MIN_CONFIDENCE);
  const wanted = (kind: SeriesAnomalyKind) =>
    options.kinds?.includes(kind) ?? true;
  // Merged before the choice: what a level explains is no outlier, wanted or not.
  return mergeEvents(found, series.interval).filter(({ kind }) => wanted(kind));
}

function aroundLevels(
  series: DescribedSeries,
  options: SeriesAnomalyOptions,
): SeriesAnomaly[] {
  const { times, values, levelled, seasonal } = series;
  const { minAbsolute = 0, minRelative = 0 } = options;
  const segments = segmentSeries(levelled);
  const shifts = detectLevelShifts(levelled, {
    segments,
    minAbsolute,
    minRelative,
  });
  const levels = segments.flatMap(({ start, end, median }) =>
    new Array<number>(end - start).fill(median),
  );
  const residuals = levelled.map((value, i) => value - levels[i]);
  const independence = independenceOf(residuals);
  const scale = values.reduce((max, one) => Math.max(max, Math.abs(one)), 0);
  const outliers = detectOutliers(residuals, scale).flatMap(outlier => {
    const expected = levels[outlier.peak] + seasonal[outlier.peak];
    const size = Math.abs(outlier.residual);
    return size >= minAbsolute && size >= minRelative * Math.abs(expected)
      ? outlierAnomaly(outlier, expected, series)
      : [];
  });
  return [
    ...shifts.map(shift => levelAnomaly(shift, times, independence)),
    ...detectVarianceShifts(levelled)
      .filter(({ baseline, current }) => {
        const size = Math.abs(current - baseline);
        return size >= minAbsolute;
      })
      .map(shift => varianceAnomaly(shift, times)),
    ...outliers,
  ];
}

/** What a point is worth as a witness, by the correlation with the point before (Bartlett 1946). */
function independenceOf(residuals: readonly number[]): number {
  let own = 0;
  let next = 0;
  residuals.forEach((value, i) => {
    own += value * value;
    next += i > 0 ? value * residuals[i - 1] : 0;
  });
  const r = own > 0 ? Math.max(0, next / own) : 0;
  return (1 - r) / (1 + r);
}

function exhaustion(
  { times, values }: DescribedSeries,
  options: SeriesAnomalyOptions,
): SeriesAnomaly[] {
  if (!options.limit) {
    return [];
  }
  const { value: limit, horizonMs = DEFAULT_HORIZON_MS } = options.limit;
  const now = options.now ?? times[times.length - 1];
  const points = times.map((time, i): Point => [time, values[i]]);
  const forecast = forecastExhaustion(points, { limit, now });
  return forecast && forecast.at <= now + horizonMs
    ? [exhaustionAnomaly(forecast, { limit, now, horizonMs })]
    : [];
}
