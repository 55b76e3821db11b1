import { gridTimes } from './EvalContext';
import { histogramQuantile } from './histogram';
import { MetricsQueryError } from './MetricsQueryError';
import {
  GridSeries,
  isScalar,
  labelKey,
  onlyLabels,
  withoutEmpty,
  withoutLabels,
} from './series';
import {
  TransformArguments,
  Transform,
  mapValues,
  expectArguments,
} from './transformArguments';
import { constant, absentSeries } from './constantSeries';
import {
  labelReplace,
  mapLabels,
  setLabel,
  textsFrom,
} from './labelTransforms';
import { sortBy, sortByLabel } from './sortTransforms';

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

export function clamp(
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

export function round(args: TransformArguments): GridSeries[] {
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

export function scalar(args: TransformArguments): GridSeries[] {
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
