import {
  detectSeriesAnomalies,
  SeriesAnomaly as Detected,
  seriesAnomalyKinds,
} from '@internal/analysis';
import {
  ChartSeries,
  MetricUnit,
  SeriesAnomaly,
} from '@internal/plugin-observability-common';
import { Panel } from './types';
import { formatSpan, formatTime, formatValue } from './units';

/** Fewer points say nothing about what is usual. */
const MIN_POINTS = 20;
/** Below this it may as well be chance. */
const MIN_CONFIDENCE = 0.5;
/** One chart with more marks than that says nothing. */
const MAX_ANOMALIES_PER_SERIES = 5;
/** So many times the time that was looked at is looked ahead. */
const HORIZON_FACTOR = 12;
const MAX_HORIZON_MS = 7 * 24 * 60 * 60_000;

/** What a series is judged by. @internal */
export type Judgement = {
  panel: Pick<Panel, 'unit' | 'matters' | 'gapsMatter'>;
  stepSeconds: number;
  /** The end of the question. */
  now: Date;
  /** What the series must not reach. */
  limit?: number;
};

/**
 * Unusual things of a series, in words with numbers, unit, window and baseline.
 *
 * @param series - with the points from before the window that show what is usual
 * @internal
 */
export function judgeSeries(
  series: ChartSeries,
  judgement: Judgement,
): SeriesAnomaly[] {
  const { panel, stepSeconds, now, limit } = judgement;
  if (series.points.length < MIN_POINTS) return [];
  const found = detectSeriesAnomalies(
    series.points.map(([time, value]) => [time * 1_000, value] as const),
    {
      ...panel.matters,
      ...(!panel.gapsMatter && {
        kinds: seriesAnomalyKinds.filter(kind => kind !== 'missing-data'),
      }),
      now: now.getTime(),
      intervalMs: stepSeconds * 1_000,
      ...(limit !== undefined && {
        limit: { value: limit, horizonMs: horizonOf(series) },
      }),
    },
  );
  return found
    .filter(({ confidence }) => confidence >= MIN_CONFIDENCE)
    .sort((a, b) => b.confidence * b.strength - a.confidence * a.strength)
    .slice(0, MAX_ANOMALIES_PER_SERIES)
    .map(anomaly => ({
      series: series.name,
      kind: anomaly.kind,
      from: new Date(anomaly.onset).toISOString(),
      ...(anomaly.end !== undefined && {
        to: new Date(anomaly.end).toISOString(),
      }),
      direction: anomaly.direction,
      confidence: Number(anomaly.confidence.toFixed(3)),
      ...(anomaly.kind !== 'missing-data' && { expected: anomaly.expected }),
      explanation: explain(series, anomaly, judgement),
    }))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** From two hours nobody can tell what will be in a week. */
function horizonOf({ points }: ChartSeries): number {
  const seenMs = (points.at(-1)![0] - points[0][0]) * 1_000;
  return Math.min(MAX_HORIZON_MS, HORIZON_FACTOR * seenMs);
}

function explain(
  { name, points }: ChartSeries,
  anomaly: Detected,
  { panel, now }: Judgement,
): string {
  const { unit } = panel;
  const { onset, end, expected, observed, kind, direction, forecast } = anomaly;
  const until = end ?? now.getTime();
  const span = `since ${formatTime(onset)}`;
  const lasted =
    end === undefined
      ? span
      : `for ${formatSpan(end - onset)} from ${formatTime(onset)}`;
  const baseline = `in the ${formatSpan(
    Math.max(0, onset - points[0][0] * 1_000),
  )} before`;
  const usual = range(expected, unit);
  const seen = formatValue(observed, unit);
  switch (kind) {
    case 'missing-data':
      return `${name} has no values ${lasted} (${formatSpan(
        until - onset,
      )}); before, there was one every ${formatSpan(expected.high)}.`;
    case 'variance-shift':
      return `${name} varies ${
        direction === 'down' ? 'less' : 'more'
      } than usual ${lasted}: ${seen} around its level, against ${usual} ${baseline}.`;
    case 'outlier':
      return `${name} was ${seen} at ${formatTime(
        onset,
      )}; ${usual} was usual ${baseline}.`;
    case 'exhaustion':
      return forecast
        ? `${name} rises towards its limit of ${formatValue(
            forecast.limit,
            unit,
          )} and reaches it in about ${formatSpan(
            forecast.at - now.getTime(),
          )} (95 % sure: ${interval(forecast, now.getTime())}); now ${seen}.`
        : anomaly.explanation;
    case 'level-shift':
    default:
      return `${name} ${
        direction === 'down' ? 'fell' : 'rose'
      } to ${seen} ${lasted}; ${usual} was usual ${baseline}.`;
  }
}

function range(
  { low, high }: { low: number; high: number },
  unit: MetricUnit,
): string {
  const [from, to] = [formatValue(low, unit), formatValue(high, unit)];
  return from === to ? from : `${from} to ${to}`;
}

function interval(
  { earliest, latest }: { earliest: number; latest?: number },
  now: number,
): string {
  const from = formatSpan(Math.max(0, earliest - now));
  return latest === undefined
    ? `not before ${from}, or never`
    : `${from} to ${formatSpan(latest - now)}`;
}
