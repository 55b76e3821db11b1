import { LabelFilter } from '../labelFilters';

/** A length of time; `5i` means five steps of the query. */
export interface Duration {
  ms: number;
  steps: number;
}

/** `by (…)`, `on (…)`, `group_left (…)` and their like. */
export interface Modifier {
  operator: string;
  labels: string[];
}

export interface NumberExpr {
  kind: 'number';
  text: string;
  value: number;
}

export interface StringExpr {
  kind: 'string';
  text: string;
  value: string;
}

/** A duration used as a number of seconds, as in `rate(x[5m]) * 5m`. */
export interface DurationExpr {
  kind: 'duration';
  text: string;
  duration: Duration;
}

export interface SelectorExpr {
  kind: 'selector';
  text: string;
  /** `{a="1" or b="2"}` has two; a selector without filters has none. */
  alternatives: LabelFilter[][];
}

/** `expr[window:step] offset d @ t` */
export interface RollupExpr {
  kind: 'rollup';
  text: string;
  expr: Expr;
  window?: Duration;
  step?: Duration;
  /** Whether there is a colon inside the brackets. */
  subquery: boolean;
  offset?: Duration;
  at?: Expr;
}

export interface CallExpr {
  kind: 'call';
  text: string;
  /** Lower case; empty for `(a, b)`, which is a union. */
  name: string;
  args: Expr[];
  keepMetricNames: boolean;
}

export interface AggregateExpr {
  kind: 'aggregate';
  text: string;
  name: string;
  args: Expr[];
  modifier?: Modifier;
  limit?: number;
}

export interface BinaryExpr {
  kind: 'binary';
  text: string;
  operator: string;
  left: Expr;
  right: Expr;
  bool: boolean;
  group?: Modifier;
  join?: Modifier;
  joinPrefix: string;
  keepMetricNames: boolean;
  /** Written in parentheses, so that precedence does not reach inside. */
  closed: boolean;
}

export type Expr =
  | NumberExpr
  | StringExpr
  | DurationExpr
  | SelectorExpr
  | RollupExpr
  | CallExpr
  | AggregateExpr
  | BinaryExpr;
