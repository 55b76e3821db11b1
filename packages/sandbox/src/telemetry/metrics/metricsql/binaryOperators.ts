import { isComparison } from './operators';
import { GridSeries, withoutEmpty } from './series';
import { BinaryExpr } from './types';
import { matchPairs } from './vectorMatching';
import { intersect, subtract, unite, fill } from './setOperators';

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
