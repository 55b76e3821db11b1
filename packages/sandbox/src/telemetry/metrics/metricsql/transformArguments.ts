import { EvalContext } from './EvalContext';
import { MetricsQueryError } from './MetricsQueryError';
import { GridSeries, withoutLabels } from './series';
import { CallExpr } from './types';

/** Evaluated arguments of a function over whole series. */
export interface TransformArguments {
  expr: CallExpr;
  context: EvalContext;
  series: GridSeries[][];
  scalar(index: number): Float64Array;
  text(index: number): string;
}

export type Transform = (args: TransformArguments) => GridSeries[];

/** Functions that leave the metric name in place. */
const KEEPS_NAME = new Set([
  'ceil',
  'clamp',
  'clamp_max',
  'clamp_min',
  'floor',
  'round',
]);

export function mapValues(
  args: TransformArguments,
  run: (value: number, index: number) => number,
): GridSeries[] {
  const keepsName = args.expr.keepMetricNames || KEEPS_NAME.has(args.expr.name);
  return args.series[0].map(({ labels, values }) => ({
    labels: keepsName ? labels : withoutLabels(labels, ['__name__']),
    values: values.map((value, i) => run(value, i)),
  }));
}

export function expectArguments(
  args: TransformArguments,
  wanted: number,
): void {
  if (args.series.length !== wanted) {
    throw new MetricsQueryError(
      `unexpected number of args; got ${args.series.length}; want ${wanted}`,
    );
  }
}
