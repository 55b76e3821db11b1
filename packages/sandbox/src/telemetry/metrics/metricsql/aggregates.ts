import { MetricsQueryError } from './MetricsQueryError';
import { quantile } from './quantile';
import {
  compareLabels,
  GridSeries,
  isEmpty,
  labelKey,
  onlyLabels,
  withoutEmpty,
  withoutLabels,
} from './series';
import { AggregateExpr, Modifier } from './types';

type Reduce = (values: number[], index: number) => number;

const SIMPLE: Record<string, Reduce> = {
  avg: values => total(values) / values.length,
  count: values => values.length,
  distinct: values => new Set(values).size,
  group: () => 1,
  max: values => values.reduce((a, b) => Math.max(a, b)),
  median: values => quantile(0.5, values),
  min: values => values.reduce((a, b) => Math.min(a, b)),
  stddev: values => Math.sqrt(variance(values)),
  stdvar: variance,
  sum: total,
  sum2: values => total(values.map(value => value * value)),
};

/** Evaluated arguments of an aggregate. */
export interface AggregateArguments {
  series: GridSeries[][];
  /** The values of a scalar argument along the grid. */
  scalar(index: number): Float64Array;
  text(index: number): string;
}

/** Evaluates an aggregate such as `sum by (pod) (…)` or `topk(3, …)`. */
export function aggregate(
  expr: AggregateExpr,
  args: AggregateArguments,
): GridSeries[] {
  const { name, modifier, limit } = expr;
  if (name in SIMPLE) {
    if (args.series.length === 0) {
      throw new MetricsQueryError('expecting at least one arg');
    }
    const groups = groupSeries(args.series.flat(), modifier, limit);
    return groups.map(group => reduce(group, SIMPLE[name]));
  }
  if (name === 'any' || name === 'share') {
    const groups = groupSeries(args.series.flat(), modifier, limit);
    return groups.flatMap(group =>
      name === 'any' ? group.series.slice(0, 1) : share(group.series),
    );
  }
  if (args.series.length !== 2) {
    throw new MetricsQueryError(
      `unexpected number of args; got ${args.series.length}; want 2`,
    );
  }
  if (name === 'count_values') {
    return countValues(args.text(0), args.series[1], modifier, limit);
  }
  const parameter = args.scalar(0);
  const groups = groupSeries(args.series[1], modifier, limit);
  switch (name) {
    case 'quantile':
      return groups.map(group =>
        reduce(group, (values, index) => quantile(parameter[index], values)),
      );
    case 'limitk':
      return groups.flatMap(group =>
        [...group.series]
          .sort((a, b) => compareLabels(a.labels, b.labels))
          .slice(0, Math.max(0, parameter[0])),
      );
    default:
      return groups.flatMap(group =>
        topK(group.series, parameter, name === 'bottomk'),
      );
  }
}

interface Group {
  labels: Record<string, string>;
  series: GridSeries[];
}

function groupSeries(
  series: GridSeries[],
  modifier?: Modifier,
  limit?: number,
): Group[] {
  const groups = new Map<string, Group>();
  for (const one of withoutEmpty(series)) {
    const labels = groupLabels(one, modifier);
    const key = labelKey(labels);
    const group = groups.get(key);
    if (group) group.series.push(one);
    else if (!limit || groups.size < limit)
      groups.set(key, { labels, series: [one] });
  }
  return [...groups.values()];
}

function groupLabels(
  { labels }: GridSeries,
  modifier?: Modifier,
): Record<string, string> {
  return modifier?.operator === 'without'
    ? withoutLabels(labels, [...modifier.labels, '__name__'])
    : onlyLabels(labels, modifier?.labels ?? []);
}

function reduce(group: Group, run: Reduce): GridSeries {
  const { length } = group.series[0].values;
  const values = new Float64Array(length).fill(NaN);
  const present: number[] = [];
  for (let i = 0; i < length; i++) {
    present.length = 0;
    for (const one of group.series) {
      if (!Number.isNaN(one.values[i])) present.push(one.values[i]);
    }
    if (present.length > 0) values[i] = run(present, i);
  }
  return { labels: group.labels, values };
}

function share(series: GridSeries[]): GridSeries[] {
  const shares = series.map(one => ({ ...one, values: one.values.slice() }));
  for (let i = 0; i < series[0].values.length; i++) {
    const usable = series.map(one => one.values[i]).filter(value => value >= 0);
    const all = total(usable);
    for (const one of shares) {
      one.values[i] = one.values[i] >= 0 ? one.values[i] / all : NaN;
    }
  }
  return shares;
}

function topK(
  series: GridSeries[],
  ks: Float64Array,
  bottom: boolean,
): GridSeries[] {
  const chosen = series.map(one => ({
    labels: one.labels,
    values: new Float64Array(one.values.length).fill(NaN),
    source: one.values,
  }));
  let order = chosen;
  for (let i = 0; i < ks.length; i++) {
    order = [...order].sort((a, b) => {
      const left = rank(a.source[i], bottom);
      const right = rank(b.source[i], bottom);
      if (left === right) return 0;
      return left > right ? -1 : 1;
    });
    const k = Number.isNaN(ks[i]) ? 0 : Math.max(0, Math.trunc(ks[i]));
    for (const one of order.slice(0, k)) one.values[i] = one.source[i];
  }
  return order
    .filter(one => !isEmpty(one))
    .map(({ labels, values }) => ({ labels, values }));
}

/** A number whose greatest comes first; gaps come last. */
function rank(value: number, bottom: boolean): number {
  if (Number.isNaN(value)) return -Infinity;
  return bottom ? -value : value;
}

function countValues(
  label: string,
  series: GridSeries[],
  modifier: Modifier | undefined,
  limit: number | undefined,
): GridSeries[] {
  const adjusted = modifier && {
    ...modifier,
    labels:
      modifier.operator === 'without'
        ? [...modifier.labels, label]
        : modifier.labels.filter(name => name !== label),
  };
  return groupSeries(series, adjusted, limit).flatMap(group => {
    const counts = new Map<number, GridSeries>();
    for (const one of group.series) {
      one.values.forEach((value, i) => {
        if (Number.isNaN(value)) return;
        let counted = counts.get(value);
        if (!counted) {
          counted = {
            labels: { ...group.labels, [label]: String(value) },
            values: new Float64Array(one.values.length).fill(NaN),
          };
          counts.set(value, counted);
        }
        counted.values[i] = (counted.values[i] || 0) + 1;
      });
    }
    return [...counts.values()];
  });
}

function total(values: number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

function variance(values: number[]): number {
  let average = 0;
  let squares = 0;
  values.forEach((value, i) => {
    const next = average + (value - average) / (i + 1);
    squares += (value - average) * (value - next);
    average = next;
  });
  return squares / values.length;
}
