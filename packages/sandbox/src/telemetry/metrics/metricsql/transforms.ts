import { compileGoRegexp } from '../../goRegexp';
import { EvalContext, gridTimes } from './EvalContext';
import { histogramQuantile } from './histogram';
import { MetricsQueryError } from './MetricsQueryError';
import {
  GridSeries,
  isScalar,
  labelKey,
  Labels,
  onlyLabels,
  withoutEmpty,
  withoutLabels,
} from './series';
import { CallExpr, Expr } from './types';

/** Evaluated arguments of a function over whole series. */
export interface TransformArguments {
  expr: CallExpr;
  context: EvalContext;
  series: GridSeries[][];
  scalar(index: number): Float64Array;
  text(index: number): string;
}

type Transform = (args: TransformArguments) => GridSeries[];

const perPoint =
  (run: (value: number) => number): Transform =>
  args => {
    expectArguments(args, 1);
    return mapValues(args, (value: number) => run(value));
  };

const dateTime =
  (run: (date: Date) => number): Transform =>
  args => {
    if (args.series.length > 1) {
      throw new MetricsQueryError(
        `too many args; got ${args.series.length}; want up to 1`,
      );
    }
    const given =
      args.series[0] ??
      constant(args.context, i => gridTimes(args.context)[i] / 1000);
    return mapValues({ ...args, series: [given] }, (value: number) =>
      Number.isNaN(value) ? NaN : run(new Date(Math.trunc(value) * 1000)),
    );
  };

const sortBy =
  (descending: boolean): Transform =>
  args => {
    expectArguments(args, 1);
    return [...args.series[0]].sort((a, b) => {
      const order = compareLastPoints(a.values, b.values);
      return descending ? -order : order;
    });
  };

const sortByLabel =
  (descending: boolean): Transform =>
  args => {
    if (args.series.length < 2) {
      throw new MetricsQueryError(
        `expecting at least 2 args; got ${args.series.length} args`,
      );
    }
    const names = args.series.slice(1).map((_, i) => args.text(i + 1));
    return [...args.series[0]].sort((a, b) => {
      for (const name of names) {
        const left = a.labels[name] ?? '';
        const right = b.labels[name] ?? '';
        if (left !== right) return left < right !== descending ? -1 : 1;
      }
      return 0;
    });
  };

/** Every function over whole series that the sandbox has, see `TRANSFORMS` in functionNames. */
export const TRANSFORM_FUNCTIONS: Readonly<Record<string, Transform>> = {
  '': union,
  abs: perPoint(Math.abs),
  absent,
  ceil: perPoint(Math.ceil),
  clamp: args => clamp(args, 1, 2),
  clamp_max: args => clamp(args, undefined, 1),
  clamp_min: args => clamp(args, 1, undefined),
  day_of_month: dateTime(date => date.getUTCDate()),
  day_of_week: dateTime(date => date.getUTCDay()),
  day_of_year: dateTime(
    date =>
      Math.floor(
        (date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000,
      ) + 1,
  ),
  days_in_month: dateTime(date =>
    new Date(
      Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0),
    ).getUTCDate(),
  ),
  end: args => constant(args.context, () => args.context.end / 1000),
  exp: perPoint(Math.exp),
  floor: perPoint(Math.floor),
  histogram_quantile: args => {
    if (args.series.length < 2 || args.series.length > 3) {
      throw new MetricsQueryError(
        `unexpected number of args; got ${args.series.length}; want 2...3`,
      );
    }
    const bounds = args.series.length > 2 ? args.text(2) : undefined;
    return histogramQuantile(args.scalar(0), args.series[1], bounds);
  },
  hour: dateTime(date => date.getUTCHours()),
  label_copy: args =>
    mapLabels(args, labels => {
      for (let i = 1; i + 1 < args.series.length; i += 2) {
        setLabel(labels, args.text(i + 1), labels[args.text(i)] ?? '');
      }
      return labels;
    }),
  label_del: args =>
    mapLabels(args, labels => withoutLabels(labels, textsFrom(args, 1))),
  label_join: args => {
    const [target, separator, ...sources] = textsFrom(args, 1);
    return mapLabels(args, labels =>
      setLabel(
        labels,
        target,
        sources.map(name => labels[name] ?? '').join(separator),
      ),
    );
  },
  label_keep: args =>
    mapLabels(args, labels => onlyLabels(labels, textsFrom(args, 1))),
  label_replace: labelReplace,
  label_set: args =>
    mapLabels(args, labels => {
      for (let i = 1; i + 1 < args.series.length; i += 2) {
        setLabel(labels, args.text(i), args.text(i + 1));
      }
      return labels;
    }),
  limit_offset: args => {
    expectArguments(args, 3);
    const [limit] = args.scalar(0);
    const [offset] = args.scalar(1);
    return withoutEmpty(args.series[2]).slice(offset, offset + limit);
  },
  ln: perPoint(Math.log),
  log10: perPoint(Math.log10),
  log2: perPoint(Math.log2),
  minute: dateTime(date => date.getUTCMinutes()),
  month: dateTime(date => date.getUTCMonth() + 1),
  now: args => constant(args.context, () => args.context.now / 1000),
  pi: args => constant(args.context, () => Math.PI),
  round,
  scalar,
  // A gap becomes 0, as on the real server.
  sgn: perPoint(value => Math.sign(value) || 0),
  sort: sortBy(false),
  sort_by_label: sortByLabel(false),
  sort_by_label_desc: sortByLabel(true),
  sort_desc: sortBy(true),
  sqrt: perPoint(Math.sqrt),
  start: args => constant(args.context, () => args.context.start / 1000),
  step: args => constant(args.context, () => args.context.step / 1000),
  time: args => {
    expectArguments(args, 0);
    const times = gridTimes(args.context);
    return constant(args.context, i => times[i] / 1000);
  },
  union,
  vector: args => {
    expectArguments(args, 1);
    return args.series[0];
  },
  year: dateTime(date => date.getUTCFullYear()),
};

/** Functions that leave the metric name in place. */
const KEEPS_NAME = new Set([
  'ceil',
  'clamp',
  'clamp_max',
  'clamp_min',
  'floor',
  'round',
]);

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

function absent(args: TransformArguments): GridSeries[] {
  expectArguments(args, 1);
  const series = absentSeries(args.context, args.expr.args[0]);
  const present = (i: number) =>
    args.series[0].some(one => !Number.isNaN(one.values[i]));
  return [
    {
      ...series,
      values: series.values.map((value, i) => (present(i) ? NaN : value)),
    },
  ];
}

function union(args: TransformArguments): GridSeries[] {
  if (args.series.length < 1) return constant(args.context, () => NaN);
  if (args.series.every(isScalar)) return args.series.map(([only]) => only);
  const known = new Set<string>();
  return args.series.flat().filter(({ labels }) => {
    const key = labelKey(labels);
    return known.has(key) ? false : known.add(key);
  });
}

function clamp(
  args: TransformArguments,
  low?: number,
  high?: number,
): GridSeries[] {
  expectArguments(args, low && high ? 3 : 2);
  const minima = low === undefined ? undefined : args.scalar(low);
  const maxima = high === undefined ? undefined : args.scalar(high);
  return mapValues(args, (value, i) => {
    if (maxima && value > maxima[i]) return maxima[i];
    return minima && value < minima[i] ? minima[i] : value;
  });
}

function round(args: TransformArguments): GridSeries[] {
  const { length } = args.series;
  if (length !== 1 && length !== 2) {
    throw new MetricsQueryError(
      `unexpected number of args: ${length}; want 1 or 2`,
    );
  }
  const nearest = length === 2 ? args.scalar(1) : undefined;
  return mapValues(args, (value, i) => {
    const to = nearest ? nearest[i] : 1;
    const digits = /\.(\d+)$/.exec(String(to))?.[1].length ?? 0;
    const scale = 10 ** digits;
    const half = value + 0.5 * (value < 0 ? -to : to);
    return Math.trunc((half - (half % to)) * scale) / scale;
  });
}

function scalar(args: TransformArguments): GridSeries[] {
  expectArguments(args, 1);
  const [argument] = args.expr.args;
  if (argument.kind === 'string') {
    return constant(args.context, () =>
      argument.value === '' ? NaN : Number(argument.value),
    );
  }
  const [series] = args.series;
  return series.length === 1
    ? [{ labels: {}, values: series[0].values }]
    : constant(args.context, () => NaN);
}

function labelReplace(args: TransformArguments): GridSeries[] {
  expectArguments(args, 5);
  const [target, replacement, source, pattern] = textsFrom(args, 1);
  let compiled: RegExp;
  try {
    compiled = compileGoRegexp(pattern, { anchored: true });
  } catch (error) {
    throw new MetricsQueryError(
      `cannot compile regex ${JSON.stringify(pattern)}: ${
        (error as Error).message
      }`,
    );
  }
  return mapLabels(args, labels => {
    const match = compiled.exec(labels[source] ?? '');
    return match
      ? setLabel(labels, target, expand(replacement, match))
      : labels;
  });
}

/** `$1`, `${1}` and `${name}`, as Go's regexp expands them. */
function expand(template: string, match: RegExpExecArray): string {
  return template.replace(
    /\$(?:\{(\w+)\}|(\w+)|(\$))/g,
    (_, braced, plain, dollar) => {
      if (dollar) return '$';
      const name: string = braced ?? plain;
      return (
        (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? ''
      );
    },
  );
}

function mapValues(
  args: TransformArguments,
  run: (value: number, index: number) => number,
): GridSeries[] {
  const keepsName = args.expr.keepMetricNames || KEEPS_NAME.has(args.expr.name);
  return args.series[0].map(({ labels, values }) => ({
    labels: keepsName ? labels : withoutLabels(labels, ['__name__']),
    values: values.map((value, i) => run(value, i)),
  }));
}

function mapLabels(
  args: TransformArguments,
  run: (labels: Labels) => Labels,
): GridSeries[] {
  if (args.series.length < 1) {
    throw new MetricsQueryError(`not enough args; got 0; want at least 1`);
  }
  return args.series[0].map(({ labels, values }) => ({
    labels: run({ ...labels }),
    values,
  }));
}

function setLabel(labels: Labels, name: string, value: string): Labels {
  if (value === '') delete labels[name];
  else labels[name] = value;
  return labels;
}

function textsFrom(args: TransformArguments, first: number): string[] {
  return args.series.slice(first).map((_, i) => args.text(first + i));
}

function compareLastPoints(a: Float64Array, b: Float64Array): number {
  for (let i = a.length - 1; i >= 0; i--) {
    if (Number.isNaN(a[i]) !== Number.isNaN(b[i]))
      return Number.isNaN(a[i]) ? -1 : 1;
    if (!Number.isNaN(a[i]) && a[i] !== b[i]) return a[i] - b[i];
  }
  return 0;
}

function expectArguments(args: TransformArguments, wanted: number): void {
  if (args.series.length !== wanted) {
    throw new MetricsQueryError(
      `unexpected number of args; got ${args.series.length}; want ${wanted}`,
    );
  }
}
