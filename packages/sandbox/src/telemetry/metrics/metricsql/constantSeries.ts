import { EvalContext, gridTimes } from './EvalContext';
import { GridSeries, Labels } from './series';
import { Expr } from './types';

/** One series without labels whose points are computed. */
export function constant(
  context: EvalContext,
  at: (index: number) => number,
): GridSeries[] {
  const values = new Float64Array(gridTimes(context).length).map((_, i) =>
    at(i),
  );
  return [{ labels: {}, values }];
}

/** The series of 1 that stands for what a selector did not find. */
export function absentSeries(context: EvalContext, argument: Expr): GridSeries {
  const labels: Labels = {};
  if (argument.kind === 'selector' && argument.alternatives.length === 1) {
    for (const { label, operator, value } of argument.alternatives[0]) {
      if (operator === '=' && label !== '__name__' && value !== '')
        labels[label] = value;
    }
  }
  return { ...constant(context, () => 1)[0], labels };
}
