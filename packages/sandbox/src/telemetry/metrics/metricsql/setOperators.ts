import {
  compareLabels,
  GridSeries,
  isScalar,
  labelKey,
  withoutEmpty,
} from './series';
import { BinaryExpr } from './types';
import { groupByMatch } from './vectorMatching';

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

export function intersect(
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

export function subtract(
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

export function unite(
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

export function fill(
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
