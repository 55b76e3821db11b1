import { ParsedRequest } from '../http';
import { formatNumber } from './formatNumber';
import {
  alignRange,
  checkPoints,
  QueryContext,
  gridTimes,
} from './metricsql/EvalContext';
import { evaluateQuery } from './metricsql/evaluate';
import { MetricsQueryError } from './metricsql/MetricsQueryError';
import { GridSeries } from './metricsql/series';
import { booleanArgument, durationArgument } from './requestArguments';
import {
  DEFAULT_STEP_MS,
  QueryDeps,
  QueryAnswer,
  sortedLabels,
  success,
} from './queryAnswers';

/** Grids with at least so many points are moved to multiples of the step. */
const POINTS_FOR_ALIGNMENT = 50;

/** Newest points are only adjusted for steps below this. */
const MAX_STEP_FOR_ADJUSTMENT_MS = 60 * 1000;

export function evaluateRange(
  query: string,
  context: QueryContext,
  request: ParsedRequest,
  { clock, flags }: QueryDeps,
): QueryAnswer {
  const { start, step } = context;
  const end = start > context.end ? start + DEFAULT_STEP_MS : context.end;
  try {
    checkPoints(start, end, step, flags.maxPointsPerSeries);
  } catch (error) {
    throw new MetricsQueryError(
      `${
        (error as Error).message
      }; (see -search.maxPointsPerTimeseries command-line flag)`,
    );
  }
  const nocache = booleanArgument(request.form, 'nocache');
  const range = nocache ? { start, end } : adjustRange(start, end, step);
  const adjusted = { ...context, ...range };
  const series = evaluateQuery(query, adjusted);
  const times = gridTimes(adjusted);
  if (step < MAX_STEP_FOR_ADJUSTMENT_MS) {
    const offset = durationArgument(
      request.form,
      'latency_offset',
      flags.latencyOffsetMs,
    );
    const now = clock.now();
    if (now - offset < adjusted.end) {
      series.forEach(one =>
        repeatNewestPoint(one, times, now - offset, now + step),
      );
    }
  }
  const result: Array<{ metric: object; values: unknown[] }> = [];
  for (const { labels, values } of series) {
    const points: unknown[] = [];
    values.forEach((value, i) => {
      if (!Number.isNaN(value))
        points.push([times[i] / 1000, formatNumber(value)]);
    });
    if (points.length > 0)
      result.push({ metric: sortedLabels(labels), values: points });
  }
  return success('matrix', result, context);
}

/** Keeps the number of points while moving the range to multiples of the step. */
function adjustRange(start: number, end: number, step: number) {
  const points = Math.floor((end - start) / step) + 1;
  if (points < POINTS_FOR_ALIGNMENT) return { start, end };
  const [first] = alignRange(start, end, step);
  return { start: first, end: first + (points - 1) * step };
}

/** Points that may still be incomplete repeat the newest complete one. */
function repeatNewestPoint(
  { values }: GridSeries,
  times: Float64Array,
  from: number,
  to: number,
): void {
  if (times[times.length - 1] > to) return;
  let i = times.length - 1;
  while (i >= 0 && times[i] > from) i--;
  const newest = i >= 0 ? values[i] : NaN;
  values.fill(newest, i + 1);
}
