import { aggregate } from './aggregates';
import { applyBinary } from './binaryOperators';
import { EvalContext, QueryContext } from './EvalContext';
import { ROLLUP_TRAITS } from './functionNames';
import { MetricsQueryError } from './MetricsQueryError';
import { isComparison } from './operators';
import { parseMetricsQuery } from './parser';
import { RollupFunction } from './rollup';
import {
  predictLinear,
  quantileOverTime,
  ROLLUP_FUNCTIONS,
} from './rollupFunctions';
import {
  compareLabels,
  GridSeries,
  labelKey,
  withoutEmpty,
  withoutLabels,
} from './series';
import { constant } from './constantSeries';
import { TRANSFORM_FUNCTIONS } from './transforms';
import { AggregateExpr, BinaryExpr, CallExpr, Expr } from './types';
import { scalarArgument, toMs, explained } from './evaluationHelpers';
import { evaluateRollup } from './evaluateRollup';

const ALREADY_SORTED = new Set([
  'sort',
  'sort_desc',
  'sort_by_label',
  'sort_by_label_desc',
  'limit_offset',
  'topk',
  'bottomk',
]);

/** Parses and evaluates a query; series without any point are left out. */
export function evaluateQuery(
  query: string,
  context: QueryContext,
): GridSeries[] {
  const expr = parseMetricsQuery(query);
  const series = withoutEmpty(evaluate(expr, { ...context, evaluate }));
  const sorted =
    (expr.kind === 'call' || expr.kind === 'aggregate') &&
    ALREADY_SORTED.has(expr.name);
  if (!sorted && !(expr.kind === 'binary' && expr.operator === 'or')) {
    series.sort((a, b) => compareLabels(a.labels, b.labels));
  }
  const known = new Set<string>();
  for (const { labels } of series) {
    const key = labelKey(labels);
    if (known.has(key)) {
      throw new MetricsQueryError(
        `duplicate output timeseries: ${formatSeries(labels)}`,
      );
    }
    known.add(key);
  }
  return series;
}

function evaluate(expr: Expr, context: EvalContext): GridSeries[] {
  context.checkDeadline();
  switch (expr.kind) {
    case 'number':
      return constant(context, () => expr.value);
    case 'duration':
      return constant(context, () => toMs(expr.duration, context) / 1000);
    case 'string':
      return constant(context, () => NaN);
    case 'selector':
    case 'rollup':
      return explained(expr, () =>
        evaluateRollup(
          'default_rollup',
          ROLLUP_FUNCTIONS.default_rollup,
          expr,
          context,
          false,
        ),
      );
    case 'call':
      return expr.name in ROLLUP_TRAITS
        ? evaluateRollupCall(expr, context)
        : evaluateTransform(expr, context);
    case 'aggregate':
      return evaluateAggregate(expr, context);
    default:
      return evaluateBinary(expr, context);
  }
}

function evaluateTransform(expr: CallExpr, context: EvalContext): GridSeries[] {
  const args = evaluateArguments(expr.args, context);
  return explained(expr, () =>
    TRANSFORM_FUNCTIONS[expr.name]({ expr, context, ...args }),
  );
}

function evaluateAggregate(
  expr: AggregateExpr,
  context: EvalContext,
): GridSeries[] {
  const args = evaluateArguments(expr.args, context);
  return explained(expr, () => aggregate(expr, args));
}

function evaluateArguments(exprs: Expr[], context: EvalContext) {
  const series = exprs.map(expr => evaluate(expr, context));
  return {
    series,
    scalar: (index: number) => scalarArgument(series[index], index),
    text: (index: number) => {
      const expr = exprs[index];
      if (expr?.kind !== 'string') {
        throw new MetricsQueryError(`arg #${index + 1} must be a string`);
      }
      return expr.value;
    },
  };
}

function evaluateBinary(
  written: BinaryExpr,
  context: EvalContext,
): GridSeries[] {
  const expr = numberToTheRight(written);
  const isList = (side: Expr) =>
    side.kind === 'call' && (side.name === '' || side.name === 'union');
  const left = evaluate(expr.left, context);
  const right = evaluate(expr.right, context);
  return explained(expr, () => {
    if (
      (expr.operator === '==' || expr.operator === '!=') &&
      (isList(expr.left) || isList(expr.right))
    ) {
      const [many, list] = isList(expr.left) ? [right, left] : [left, right];
      return compareWithList(many, list, expr.operator === '==');
    }
    return applyBinary(expr, left, right);
  });
}

const REVERSED: Record<string, string> = {
  '>': '<',
  '<': '>',
  '>=': '<=',
  '<=': '>=',
};

/** `5 < x` filters `x`, as `x > 5` does. */
function numberToTheRight(expr: BinaryExpr): BinaryExpr {
  const isNumber = (side: Expr) =>
    side.kind === 'number' ||
    (side.kind === 'binary' &&
      side.left.kind === 'number' &&
      side.right.kind === 'number');
  const isTime = expr.left.kind === 'call' && expr.left.name === 'time';
  if (!isComparison(expr.operator) || isNumber(expr.right)) return expr;
  if (!isNumber(expr.left) && !isTime) return expr;
  return {
    ...expr,
    operator: REVERSED[expr.operator] ?? expr.operator,
    left: expr.right,
    right: expr.left,
  };
}

/** `x == (1, 2, 3)` keeps the points of `x` that equal one of the list. */
function compareWithList(
  series: GridSeries[],
  list: GridSeries[],
  equal: boolean,
): GridSeries[] {
  if (list.length === 0) return equal ? [] : series;
  return series.map(({ labels, values }) => ({
    labels,
    values: values.map((value, i) =>
      list.some(one => one.values[i] === value) === equal ? value : NaN,
    ),
  }));
}

function evaluateRollupCall(
  expr: CallExpr,
  context: EvalContext,
): GridSeries[] {
  const traits = ROLLUP_TRAITS[expr.name];
  const seriesArg = traits.seriesArg ?? 0;
  const wanted = traits.args ?? 1;
  if (expr.args.length <= seriesArg) {
    throw new MetricsQueryError(
      `expecting at least ${seriesArg + 1} args to ${JSON.stringify(
        expr.name,
      )}; got ${expr.args.length} args; expr: ${JSON.stringify(expr.text)}`,
    );
  }
  if (expr.args.length !== wanted) {
    throw new MetricsQueryError(
      `cannot evaluate args for ${JSON.stringify(
        expr.text,
      )}: unexpected number of args; got ${expr.args.length}; want ${wanted}`,
    );
  }
  let run: RollupFunction = ROLLUP_FUNCTIONS[expr.name];
  if (wanted === 2) {
    const other = 1 - seriesArg;
    const parameter = scalarArgument(
      evaluate(expr.args[other], context),
      other,
    );
    run =
      seriesArg === 1 ? quantileOverTime(parameter) : predictLinear(parameter);
  }
  return explained(expr, () =>
    evaluateRollup(
      expr.name,
      run,
      expr.args[seriesArg],
      context,
      expr.keepMetricNames,
    ),
  );
}

function formatSeries(labels: Record<string, string>): string {
  const pairs = Object.entries(withoutLabels(labels, ['__name__']))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${labels.__name__ ?? ''}{${pairs.join(',')}}`;
}
