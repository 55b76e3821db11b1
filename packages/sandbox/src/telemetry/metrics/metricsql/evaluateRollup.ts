import { joinAlternatives } from '../labelFilters';
import { Samples } from '../SampleRing';
import {
  alignRange,
  checkPoints,
  EvalContext,
  gridTimes,
  MAX_SUBQUERY_POINTS,
} from './EvalContext';
import { ROLLUP_TRAITS, RollupTraits } from './functionNames';
import { MetricsQueryError } from './MetricsQueryError';
import { removeCounterResets, RollupFunction, rollUp } from './rollup';
import { GridSeries, withoutLabels } from './series';
import { absentSeries, constant } from './constantSeries';
import { Expr, RollupExpr, SelectorExpr } from './types';
import { toMs } from './evaluationHelpers';

/** How far before its window a function looks for the previous sample. */
const SILENCE_INTERVAL_MS = 5 * 60 * 1000;

export function evaluateRollup(
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
  const at = context.evaluate(rollup.at!, context);
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
  return context.evaluate(rollup.expr, inner).map(({ labels, values }) => {
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
