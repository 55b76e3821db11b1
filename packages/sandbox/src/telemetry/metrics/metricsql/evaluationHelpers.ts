import { EvalContext } from './EvalContext';
import { ROLLUP_TRAITS } from './functionNames';
import { MetricsQueryError } from './MetricsQueryError';
import { GridSeries } from './series';
import { Duration, Expr } from './types';

export function scalarArgument(
  series: GridSeries[],
  index: number,
): Float64Array {
  if (series.length !== 1) {
    throw new MetricsQueryError(`arg #${index + 1} must be a scalar`);
  }
  return series[0].values;
}

export function toMs({ ms, steps }: Duration, context: EvalContext): number {
  return ms + steps * context.step;
}

/** Errors name the expression that they come from, as the server's do. */
export function explained<T>(expr: Expr, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof MetricsQueryError) || error.bare) throw error;
    const message = `cannot evaluate ${JSON.stringify(expr.text)}: ${
      error.message
    }`;
    throw new MetricsQueryError(message, { bare: isTransform(expr) });
  }
}

function isTransform(expr: Expr): boolean {
  return expr.kind === 'call' && !(expr.name in ROLLUP_TRAITS);
}
