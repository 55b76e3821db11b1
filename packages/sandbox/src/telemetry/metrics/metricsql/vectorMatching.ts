import { MetricsQueryError } from './MetricsQueryError';
import { isComparison } from './operators';
import {
  formatLabels,
  GridSeries,
  isScalar,
  labelKey,
  Labels,
  onlyLabels,
  withoutLabels,
} from './series';
import { BinaryExpr, Modifier } from './types';

interface Pair {
  left: GridSeries;
  right: GridSeries;
  labels: Labels;
}

export function matchPairs(
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

export function groupByMatch(
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

function formatModifier(modifier?: Modifier): string {
  return modifier ? `${modifier.operator}(${modifier.labels.join(', ')})` : '';
}
