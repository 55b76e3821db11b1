import { MetricsQueryError } from './MetricsQueryError';
import { isComparison } from './parser';
import {
  compareLabels,
  formatLabels,
  GridSeries,
  isScalar,
  labelKey,
  Labels,
  onlyLabels,
  withoutEmpty,
  withoutLabels,
} from './series';
import { BinaryExpr, Modifier } from './types';

const ARITHMETIC: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': (a, b) => a ** b,
  atan2: Math.atan2,
};
const COMPARISONS: Record<string, (a: number, b: number) => boolean> = {
  '==': (a, b) => a === b || (Number.isNaN(a) && Number.isNaN(b)),
  '!=': (a, b) =>
    !(a === b || (Number.isNaN(a) && Number.isNaN(b))) && !Number.isNaN(a),
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
};

/** Evaluates a binary operator over series whose points share one grid. */
export function applyBinary(
  expr: BinaryExpr,
  left: GridSeries[],
  right: GridSeries[],
): GridSeries[] {
  switch (expr.operator) {
    case 'and':
      return intersect(expr, left, right, false);
    case 'if':
      return intersect(expr, left, right, true);
    case 'unless':
      return subtract(expr, left, right, false);
    case 'ifnot':
      return subtract(expr, left, right, true);
    case 'or':
      return unite(expr, left, right);
    case 'default':
      return fill(expr, left, right);
    default:
      return calculate(expr, left, right);
  }
}

function calculate(
  expr: BinaryExpr,
  left: GridSeries[],
  right: GridSeries[],
): GridSeries[] {
  const compares = isComparison(expr.operator);
  const lefts = compares ? left : withoutEmpty(left);
  const rights = compares ? right : withoutEmpty(right);
  if (lefts.length === 0 || rights.length === 0) return [];
  const run = pointOperation(expr);
  return matchPairs(expr, lefts, rights).map(pair => {
    const values = new Float64Array(pair.left.values.length);
    for (let i = 0; i < values.length; i++) {
      values[i] = run(pair.left.values[i], pair.right.values[i]);
    }
    return { labels: pair.labels, values };
  });
}

function pointOperation(expr: BinaryExpr): (a: number, b: number) => number {
  if (!isComparison(expr.operator)) return ARITHMETIC[expr.operator];
  const holds = COMPARISONS[expr.operator];
  if (!expr.bool) return (a, b) => (holds(a, b) ? a : NaN);
  return (a, b) => {
    if (Number.isNaN(a)) return NaN;
    return holds(a, b) ? 1 : 0;
  };
}

interface Pair {
  left: GridSeries;
  right: GridSeries;
  labels: Labels;
}

function matchPairs(
  expr: BinaryExpr,
  left: GridSeries[],
  right: GridSeries[],
): Pair[] {
  if (!expr.group && !expr.join) {
    if (isScalar(left)) {
      return right.map(one => ({
        left: left[0],
        right: one,
        labels: resultLabels(expr, one),
      }));
    }
    if (isScalar(right)) {
      return left.map(one => ({
        left: one,
        right: right[0],
        labels: resultLabels(expr, one),
      }));
    }
  }
  const lefts = groupByMatch(expr, left);
  const rights = groupByMatch(expr, right);
  const pairs: Pair[] = [];
  for (const [key, many] of lefts) {
    const others = rights.get(key);
    if (!others) continue;
    if (expr.join?.operator === 'group_left') {
      pairs.push(...joinMany(expr, many, others, 'right'));
    } else if (expr.join?.operator === 'group_right') {
      for (const pair of joinMany(expr, others, many, 'left')) {
        pairs.push({ ...pair, left: pair.right, right: pair.left });
      }
    } else {
      const one = single(expr, many, 'left');
      const other = single(expr, others, 'right');
      pairs.push({
        left: one,
        right: other,
        labels: matchLabels(
          expr,
          resultLabels(expr, one),
          expr.keepMetricNames,
        ),
      });
    }
  }
  return pairs;
}

/** Pairs each series of the "many" side with the one it matches; labels of the one may be copied. */
function joinMany(
  expr: BinaryExpr,
  many: GridSeries[],
  ones: GridSeries[],
  oneSide: 'left' | 'right',
): Pair[] {
  const skipped = expr.group?.operator === 'on' ? expr.group.labels : [];
  return many.flatMap(one => {
    const found = new Map<string, Pair>();
    for (const other of ones) {
      const labels = resultLabels(expr, one);
      const copied = expr.join!.labels.includes('*')
        ? Object.keys(other.labels).filter(name => name !== '__name__')
        : expr.join!.labels;
      for (const name of copied) {
        if (skipped.includes(name)) continue;
        const value = other.labels[name];
        if (value === undefined) delete labels[expr.joinPrefix + name];
        else labels[expr.joinPrefix + name] = value;
      }
      const key = labelKey(labels);
      const earlier = found.get(key);
      if (!earlier) {
        found.set(key, { left: one, right: other, labels });
        continue;
      }
      const merged = mergeUnlessOverlapping(earlier.right, other);
      if (!merged) {
        throw new MetricsQueryError(
          `duplicate time series on the ${oneSide} side of \`${
            expr.operator
          } ${formatModifier(expr.group)} ${formatModifier(
            expr.join,
          )}\`: ${formatLabels(earlier.right.labels)} and ${formatLabels(
            other.labels,
          )}`,
        );
      }
      earlier.right = merged;
    }
    return [...found.values()];
  });
}

function single(
  expr: BinaryExpr,
  series: GridSeries[],
  side: 'left' | 'right',
): GridSeries {
  return series.reduce((first, next) => {
    const merged = mergeUnlessOverlapping(first, next);
    if (!merged) {
      throw new MetricsQueryError(
        `duplicate time series on the ${side} side of ${
          expr.operator
        } ${formatModifier(expr.group)}: ${formatLabels(
          first.labels,
        )} and ${formatLabels(next.labels)}`,
      );
    }
    return merged;
  });
}

/** A series that replaced another, e.g. after a restart, may overlap it by that many points. */
const MAX_OVERLAP = 2;

function mergeUnlessOverlapping(
  a: GridSeries,
  b: GridSeries,
): GridSeries | undefined {
  let overlaps = 0;
  b.values.forEach((value, i) => {
    if (!Number.isNaN(value) && !Number.isNaN(a.values[i])) overlaps++;
  });
  if (overlaps > MAX_OVERLAP || a.values.length <= MAX_OVERLAP)
    return undefined;
  return {
    labels: a.labels,
    values: a.values.map((value, i) =>
      Number.isNaN(b.values[i]) ? value : b.values[i],
    ),
  };
}

function resultLabels(expr: BinaryExpr, { labels }: GridSeries): Labels {
  const keepsName =
    expr.keepMetricNames || (isComparison(expr.operator) && !expr.bool);
  return keepsName ? { ...labels } : withoutLabels(labels, ['__name__']);
}

function matchLabels(
  expr: BinaryExpr,
  labels: Labels,
  withName: boolean,
): Labels {
  if (expr.group?.operator === 'on') {
    return onlyLabels(
      labels,
      withName ? [...expr.group.labels, '__name__'] : expr.group.labels,
    );
  }
  return withoutLabels(labels, expr.group?.labels ?? []);
}

function groupByMatch(
  expr: BinaryExpr,
  series: GridSeries[],
): Map<string, GridSeries[]> {
  const groups = new Map<string, GridSeries[]>();
  for (const one of series) {
    const named = expr.keepMetricNames
      ? one.labels
      : withoutLabels(one.labels, ['__name__']);
    const key = labelKey(matchLabels(expr, named, false));
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

/** `if`, `ifnot` and `default` also match everything against a lone scalar. */
function counterpart(
  groups: Map<string, GridSeries[]>,
  key: string,
  orScalar: boolean,
): GridSeries[] | undefined {
  const exact = groups.get(key);
  if (exact || !orScalar || groups.size !== 1) return exact;
  const [only] = groups.values();
  return isScalar(only) ? only : undefined;
}

function hasValue(series: GridSeries[], index: number): boolean {
  return series.some(one => !Number.isNaN(one.values[index]));
}

function intersect(
  expr: BinaryExpr,
  left: GridSeries[],
  right: GridSeries[],
  orScalar: boolean,
) {
  const rights = groupByMatch(expr, right);
  const kept: GridSeries[] = [];
  for (const [key, series] of groupByMatch(expr, left)) {
    const others = counterpart(rights, key, orScalar);
    if (!others) continue;
    kept.push(...series.map(one => mask(one, i => hasValue(others, i))));
  }
  return withoutEmpty(kept);
}

function subtract(
  expr: BinaryExpr,
  left: GridSeries[],
  right: GridSeries[],
  orScalar: boolean,
) {
  const rights = groupByMatch(expr, right);
  const kept: GridSeries[] = [];
  for (const [key, series] of groupByMatch(expr, left)) {
    const others = counterpart(rights, key, orScalar);
    if (!others) kept.push(...series);
    else
      kept.push(
        ...withoutEmpty(
          series.map(one => mask(one, i => !hasValue(others, i))),
        ),
      );
  }
  return kept;
}

function mask(
  series: GridSeries,
  keep: (index: number) => boolean,
): GridSeries {
  return {
    labels: series.labels,
    values: series.values.map((value, i) => (keep(i) ? value : NaN)),
  };
}

function unite(
  expr: BinaryExpr,
  left: GridSeries[],
  right: GridSeries[],
): GridSeries[] {
  const lefts = groupByMatch(expr, withoutEmpty(left));
  const united = [...lefts.values()].flat().map(copySeries);
  const copies = new Map(united.map(one => [labelKey(one.labels), one]));
  united.sort((a, b) => compareLabels(a.labels, b.labels));
  const added: GridSeries[] = [];
  for (const [key, others] of groupByMatch(expr, right)) {
    const series = lefts.get(key);
    if (!series) {
      added.push(...others);
      continue;
    }
    for (const other of others) {
      const rest = copySeries(other);
      const twin = copies.get(labelKey(other.labels));
      for (let i = 0; i < rest.values.length; i++) {
        if (hasValue(series, i)) rest.values[i] = NaN;
        if (twin && Number.isNaN(twin.values[i]))
          twin.values[i] = rest.values[i];
        if (twin) rest.values[i] = NaN;
      }
      added.push(...withoutEmpty([rest]));
    }
  }
  added.sort((a, b) => compareLabels(a.labels, b.labels));
  return [...united, ...added];
}

function fill(
  expr: BinaryExpr,
  left: GridSeries[],
  right: GridSeries[],
): GridSeries[] {
  if (left.length === 0) return right;
  const rights = groupByMatch(expr, right);
  const filled: GridSeries[] = [];
  for (const [key, series] of groupByMatch(expr, left)) {
    const others = counterpart(rights, key, true) ?? [];
    for (const one of series) {
      const copy = copySeries(one);
      copy.values.forEach((value, i) => {
        if (!Number.isNaN(value)) return;
        const other = others.find(
          candidate => !Number.isNaN(candidate.values[i]),
        );
        if (other) copy.values[i] = other.values[i];
      });
      filled.push(copy);
    }
  }
  return filled;
}

function copySeries(series: GridSeries): GridSeries {
  return { labels: series.labels, values: series.values.slice() };
}

function formatModifier(modifier?: Modifier): string {
  return modifier ? `${modifier.operator}(${modifier.labels.join(', ')})` : '';
}
