import { joinAlternatives } from '../labelFilters';
import { Samples } from '../SampleRing';
import { aggregate } from './aggregates';
import { applyBinary } from './binaryOperators';
import {
  alignRange,
  checkPoints,
  EvalContext,
  gridTimes,
  MAX_SUBQUERY_POINTS,
} from './EvalContext';
import { ROLLUP_TRAITS, RollupTraits } from './functionNames';
import { MetricsQueryError } from './MetricsQueryError';
import { isComparison, parseMetricsQuery } from './parser';
import { removeCounterResets, RollupFunction, rollUp } from './rollup';
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
import { absentSeries, constant, TRANSFORM_FUNCTIONS } from './transforms';
import {
  AggregateExpr,
  BinaryExpr,
  CallExpr,
  Duration,
  Expr,
  RollupExpr,
  SelectorExpr,
} from './types';

/** How far before its window a function looks for the previous sample. */
const SILENCE_INTERVAL_MS = 5 * 60 * 1000;
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
  context: EvalContext,
): GridSeries[] {
  const expr = parseMetricsQuery(query);
  const series = withoutEmpty(evaluate(expr, context));
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

function scalarArgument(series: GridSeries[], index: number): Float64Array {
  if (series.length !== 1) {
    throw new MetricsQueryError(`arg #${index + 1} must be a scalar`);
  }
  return series[0].values;
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

function evaluateRollup(
  name: string,
  run: RollupFunction,
  argument: Expr,
  context: EvalContext,
  keepMetricNames: boolean,
): GridSeries[] {
  const rollup: RollupExpr =
    argument.kind === 'rollup'
      ? argument
      : {
          kind: 'rollup',
          text: argument.text,
          expr: argument,
          subquery: false,
        };
  if (rollup.at) {
    return evaluateAt(rollup, context, at =>
      rollUpRange(name, run, rollup, at, keepMetricNames),
    );
  }
  return rollUpRange(name, run, rollup, context, keepMetricNames);
}

/** `@ t` evaluates at one time and repeats the result along the grid. */
function evaluateAt(
  rollup: RollupExpr,
  context: EvalContext,
  run: (context: EvalContext) => GridSeries[],
): GridSeries[] {
  const at = evaluate(rollup.at!, context);
  if (at.length !== 1) {
    throw new MetricsQueryError(
      `\`@\` modifier must return a single series; it returns ${at.length} series instead`,
      { bare: true },
    );
  }
  const seconds = at[0].values.find(value => !Number.isNaN(value));
  if (seconds === undefined) {
    throw new MetricsQueryError('`@` modifier must return a non-NaN value', {
      bare: true,
    });
  }
  const time = Math.trunc(seconds * 1000);
  const { length } = gridTimes(context);
  return run({ ...context, start: time, end: time }).map(
    ({ labels, values }) => ({
      labels,
      values: new Float64Array(length).fill(values[0]),
    }),
  );
}

function rollUpRange(
  name: string,
  run: RollupFunction,
  rollup: RollupExpr,
  context: EvalContext,
  keepMetricNames: boolean,
): GridSeries[] {
  const offset = rollup.offset ? toMs(rollup.offset, context) : 0;
  const shifted = {
    ...context,
    start: context.start - offset,
    end: context.end - offset,
  };
  const traits = ROLLUP_TRAITS[name];
  const window = rollup.window ? toMs(rollup.window, context) : 0;
  if (window < 0) {
    throw new MetricsQueryError(
      `cannot parse lookbehind window in square brackets at ${rollup.text}: duration cannot be negative`,
    );
  }
  const found =
    rollup.expr.kind === 'selector' && !rollup.subquery
      ? fetchSamples(rollup.expr, shifted, traits, window)
      : subquerySamples(rollup, shifted, window);
  if (found === undefined) return constant(context, () => NaN);
  const grid = gridTimes(shifted);
  const options = {
    window,
    step: context.step,
    isRange: context.start < context.end,
    adjustsWindow: traits.adjustsWindow ?? false,
    isDefaultRollup: name === 'default_rollup',
    lookbackMs: context.lookbackMs,
  };
  const staleness = context.lookbackMs === 0 ? 0 : context.lookbackMs + window;
  const series = found.map(({ labels, samples }) => {
    if (traits.removesCounterResets) removeCounterResets(samples, staleness);
    return {
      labels:
        keepMetricNames || traits.keepsMetricName
          ? labels
          : withoutLabels(labels, ['__name__']),
      values: rollUp(samples, grid, run, options),
    };
  });
  return name === 'absent_over_time'
    ? [absentOverTime(context, rollup.expr, series)]
    : series;
}

function absentOverTime(
  context: EvalContext,
  argument: Expr,
  series: GridSeries[],
): GridSeries {
  const absent = absentSeries(context, argument);
  const values = absent.values.map((value, i) =>
    series.some(one => Number.isNaN(one.values[i])) ? NaN : value,
  );
  return { ...absent, values };
}

interface FoundSamples {
  labels: Readonly<Record<string, string>>;
  samples: Samples;
}

/** Undefined for `{}`, which stands for no series at all. */
function fetchSamples(
  selector: SelectorExpr,
  context: EvalContext,
  traits: RollupTraits,
  window: number,
): FoundSamples[] | undefined {
  if (selector.alternatives.length === 0) return undefined;
  const silence = traits.looksBack ? SILENCE_INTERVAL_MS : 0;
  const from = context.start - silence - Math.max(window, context.step);
  const series = context.store.search(
    joinAlternatives(selector.alternatives, context.enforced),
    from,
    context.end,
  );
  if (series.length > context.maxSeries) {
    throw new MetricsQueryError(
      `the number of matching timeseries exceeds ${context.maxSeries}; either narrow down the search or increase -search.max* command-line flag values (the most likely limit is -search.maxUniqueTimeseries)`,
      { bare: true },
    );
  }
  context.stats.seriesFetched += series.length;
  return series.map(({ labels, samples }) => ({
    labels,
    samples: samples.slice(from - 1, context.end),
  }));
}

function subquerySamples(
  rollup: RollupExpr,
  context: EvalContext,
  window: number,
): FoundSamples[] {
  const step = (rollup.step && toMs(rollup.step, context)) || context.step;
  let start = context.start - window - step - SILENCE_INTERVAL_MS;
  let end = context.end + step;
  try {
    checkPoints(start, end, step, MAX_SUBQUERY_POINTS);
  } catch (error) {
    throw new MetricsQueryError(
      `${
        (error as Error).message
      }; (see -search.maxPointsSubqueryPerTimeseries command-line flag)`,
      { bare: true },
    );
  }
  [start, end] = alignRange(start, end, step);
  const inner = { ...context, start, end, step };
  const grid = gridTimes(inner);
  return evaluate(rollup.expr, inner).map(({ labels, values }) => {
    const present = [...values.keys()].filter(i => !Number.isNaN(values[i]));
    return {
      labels,
      samples: {
        times: Float64Array.from(present, i => grid[i]),
        values: Float64Array.from(present, i => values[i]),
      },
    };
  });
}

function toMs({ ms, steps }: Duration, context: EvalContext): number {
  return ms + steps * context.step;
}

/** Errors name the expression that they come from, as the server's do. */
function explained<T>(expr: Expr, run: () => T): T {
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

function formatSeries(labels: Record<string, string>): string {
  const pairs = Object.entries(withoutLabels(labels, ['__name__']))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${labels.__name__ ?? ''}{${pairs.join(',')}}`;
}
