import { LabelFilter } from '../labelFilters';
import { MemoryMetricStore } from '../MemoryMetricStore';
import { MetricsQueryError } from './MetricsQueryError';
import { GridSeries } from './series';
import { Expr } from './types';

/** Points per series that one subquery may produce (-search.maxPointsSubqueryPerTimeseries). */
export const MAX_SUBQUERY_POINTS = 100_000;

/** A context before evaluation begins. */
export type QueryContext = Omit<EvalContext, 'evaluate'>;

/** What a query is evaluated over. All times are milliseconds. */
export interface EvalContext {
  store: MemoryMetricStore;
  start: number;
  end: number;
  step: number;
  /** The wall clock, for `now()`. */
  now: number;
  /** Filters that every selector is joined with. */
  enforced: LabelFilter[][];
  /** Longest time a sample is looked for in the past; 0 for the server's own rule. */
  lookbackMs: number;
  /** Series that one selector may match. */
  maxSeries: number;
  /** Evaluates a part of the query, for functions that take queries. */
  evaluate(expr: Expr, context: EvalContext): GridSeries[];
  /** Throws once the query has run out of time. */
  checkDeadline(): void;
  /** Counts for the `stats` of the answer. */
  stats: { seriesFetched: number };
}

/** The times at which the context evaluates. */
export function gridTimes(context: {
  start: number;
  end: number;
  step: number;
}): Float64Array {
  const { start, end, step } = context;
  const times = new Float64Array(Math.floor((end - start) / step) + 1);
  for (let i = 0; i < times.length; i++) times[i] = start + i * step;
  return times;
}

/** Refuses grids with more points than allowed. */
export function checkPoints(
  start: number,
  end: number,
  step: number,
  limit: number,
): void {
  const points = Math.floor((end - start) / step) + 1;
  if (points > limit) {
    throw new MetricsQueryError(
      `too many points for the given start=${start}, end=${end} and step=${step}: ${points}; the maximum number of points is ${limit}`,
    );
  }
}

/** Widens a range to multiples of the step. */
export function alignRange(
  start: number,
  end: number,
  step: number,
): [number, number] {
  const remainder = end % step;
  return [start - (start % step), remainder > 0 ? end + step - remainder : end];
}
