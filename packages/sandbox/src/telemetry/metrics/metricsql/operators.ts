import { BinaryExpr } from './types';

const PRIORITIES: Record<string, number> = {
  default: -1,
  if: 0,
  ifnot: 0,
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '>': 3,
  '<=': 3,
  '>=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  atan2: 5,
  '^': 6,
};
const SET_OPERATORS = new Set([
  'and',
  'or',
  'unless',
  'if',
  'ifnot',
  'default',
]);

/** Whether a token is a binary operator. */
export function isOperator(token: string): boolean {
  return token in PRIORITIES;
}

/** Whether an operator works on sets of series. */
export function isSetOperator(operator: string): boolean {
  return SET_OPERATORS.has(operator);
}

/** Whether an operator compares. */
export function isComparison(operator: string): boolean {
  return PRIORITIES[operator] === 3;
}

/** Moves operators of higher priority down to the right, as the server does. */
export function balance(expr: BinaryExpr): BinaryExpr {
  const { left } = expr;
  if (left.kind !== 'binary' || left.closed) return expr;
  const inner = PRIORITIES[left.operator];
  const outer = PRIORITIES[expr.operator];
  if (outer < inner || (outer === inner && expr.operator !== '^')) return expr;
  return {
    ...left,
    text: expr.text,
    right: balance({ ...expr, left: left.right }),
  };
}
