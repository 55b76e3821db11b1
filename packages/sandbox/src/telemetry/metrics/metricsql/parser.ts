import { compileGoRegexp } from '../../goRegexp';
import { LabelFilter } from '../labelFilters';
import {
  AGGREGATES,
  ROLLUP_TRAITS,
  TRANSFORMS,
  UNSUPPORTED_AGGREGATES,
} from './functionNames';
import { Lexer } from './Lexer';
import { parseDuration, parseNumber, parseString } from './literals';
import { MetricsQueryError } from './MetricsQueryError';
import { BinaryExpr, Duration, Expr, Modifier, SelectorExpr } from './types';

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

/** Whether an operator compares. */
export function isComparison(operator: string): boolean {
  return PRIORITIES[operator] === 3;
}

/** Parses MetricsQL; the texts of its errors are the server's. */
export function parseMetricsQuery(query: string): Expr {
  const lexer = new Lexer(query);
  try {
    lexer.next();
  } catch (error) {
    throw new MetricsQueryError(
      `cannot find the first token: ${(error as Error).message}`,
    );
  }
  let expr: Expr;
  try {
    expr = new Parser(lexer).parseExpr();
  } catch (error) {
    if (!(error instanceof MetricsQueryError) || error instanceof FinalError) {
      throw error;
    }
    throw new MetricsQueryError(
      `${error.message}; unparsed data: ${JSON.stringify(lexer.unparsed)}`,
    );
  }
  if (!lexer.is('')) {
    throw new MetricsQueryError(
      `unparsed data left: ${JSON.stringify(lexer.unparsed)}`,
    );
  }
  return expr;
}

/** Parses a selector alone, as `match[]` and `extra_filters[]` take it. */
export function parseSelector(text: string): SelectorExpr {
  const expr = parseMetricsQuery(text);
  if (expr.kind !== 'selector') {
    throw new MetricsQueryError(
      `expecting metric selector; got ${JSON.stringify(text)}`,
    );
  }
  return expr;
}

/** An error found after parsing, which names no unparsed rest. */
class FinalError extends MetricsQueryError {}

class Parser {
  readonly #lexer: Lexer;

  constructor(lexer: Lexer) {
    this.#lexer = lexer;
  }

  parseExpr(): Expr {
    const start = this.#lexer.start;
    let left = this.#parseSingle();
    for (;;) {
      const operator = this.#lexer.token.toLowerCase();
      if (!(operator in PRIORITIES)) return left;
      left = balance(this.#parseOperation(left, operator, start));
    }
  }

  #parseOperation(left: Expr, operator: string, start: number): BinaryExpr {
    const lexer = this.#lexer;
    lexer.next();
    const bool = lexer.token.toLowerCase() === 'bool';
    if (bool) {
      if (!isComparison(operator)) {
        throw new MetricsQueryError(
          `bool modifier cannot be applied to ${JSON.stringify(operator)}`,
        );
      }
      lexer.next();
    }
    let group: Modifier | undefined;
    let join: Modifier | undefined;
    let joinPrefix = '';
    if (/^(on|ignoring)$/i.test(lexer.token)) {
      group = this.#parseModifier();
      if (/^group_(left|right)$/i.test(lexer.token)) {
        if (SET_OPERATORS.has(operator)) {
          throw new MetricsQueryError(
            `modifier ${JSON.stringify(
              lexer.token,
            )} cannot be applied to ${JSON.stringify(operator)}`,
          );
        }
        join = this.#parseModifier();
        if (lexer.token.toLowerCase() === 'prefix') {
          lexer.next();
          joinPrefix = this.#parseStringLiteral();
        }
      }
    }
    const right = this.#parseSingle();
    const keepMetricNames = this.#takeKeepMetricNames();
    return {
      kind: 'binary',
      text: lexer.textFrom(start),
      operator,
      left,
      right,
      bool,
      group,
      join,
      joinPrefix,
      keepMetricNames,
      closed: false,
    };
  }

  #parseSingle(): Expr {
    const start = this.#lexer.start;
    const expr = this.#parsePrimary();
    return /^(\[|@|offset)$/i.test(this.#lexer.token)
      ? this.#parseRollup(expr, start)
      : expr;
  }

  #parsePrimary(): Expr {
    const lexer = this.#lexer;
    const { token, start } = lexer;
    if (/^["'`]/.test(token)) {
      return {
        kind: 'string',
        value: this.#parseStringLiteral(),
        text: lexer.textFrom(start),
      };
    }
    const duration = parseDuration(token);
    if (duration) {
      lexer.next();
      return { kind: 'duration', text: token, duration };
    }
    const value = parseNumber(token);
    if (value !== undefined) {
      lexer.next();
      return { kind: 'number', text: token, value };
    }
    switch (token) {
      case '(':
        return this.#parseParentheses();
      case '{':
        return this.#parseSelector();
      case '-': {
        lexer.next();
        const right = this.#parseSingle();
        return negate(right, lexer.textFrom(start));
      }
      case '+':
        lexer.next();
        return this.#parseSingle();
      default:
        if (isIdentifier(token)) return this.#parseIdentifier();
        throw new MetricsQueryError(
          `singleExpr: unexpected token ${JSON.stringify(
            token,
          )}; want "(", "{", "-", "+"`,
        );
    }
  }

  #parseIdentifier(): Expr {
    const lexer = this.#lexer;
    const name = unescape(lexer.token).toLowerCase();
    const following = lexer.peek();
    if (name === 'with' && following === '(') {
      throw new FinalError('WITH templates are not supported by the sandbox');
    }
    const isAggregate =
      AGGREGATES.has(name) || UNSUPPORTED_AGGREGATES.has(name);
    if (isAggregate && /^(\(|by|without)$/i.test(following)) {
      return this.#parseAggregate(name);
    }
    return following === '(' ? this.#parseCall(name) : this.#parseSelector();
  }

  #parseCall(name: string): Expr {
    const lexer = this.#lexer;
    const { start } = lexer;
    const written = unescape(lexer.token);
    lexer.next();
    const args = this.#parseArguments();
    const keepMetricNames = this.#takeKeepMetricNames();
    if (!(name in ROLLUP_TRAITS) && !TRANSFORMS.has(name)) {
      throw new FinalError(`unsupported function ${JSON.stringify(written)}`);
    }
    return {
      kind: 'call',
      text: lexer.textFrom(start),
      name,
      args,
      keepMetricNames,
    };
  }

  #parseAggregate(name: string): Expr {
    const lexer = this.#lexer;
    const { start } = lexer;
    lexer.next();
    let modifier: Modifier | undefined;
    if (!lexer.is('(')) modifier = this.#parseModifier();
    const args = this.#parseArguments();
    if (!modifier && /^(by|without)$/i.test(lexer.token)) {
      modifier = this.#parseModifier();
    }
    let limit: number | undefined;
    if (lexer.token.toLowerCase() === 'limit') {
      lexer.next();
      limit = Number(lexer.token);
      if (!Number.isInteger(limit)) {
        throw new MetricsQueryError(
          `cannot parse limit ${JSON.stringify(lexer.token)}`,
        );
      }
      lexer.next();
    }
    if (!AGGREGATES.has(name)) {
      throw new FinalError(`unsupported function ${JSON.stringify(name)}`);
    }
    return {
      kind: 'aggregate',
      text: lexer.textFrom(start),
      name,
      args,
      modifier,
      limit,
    };
  }

  #parseParentheses(): Expr {
    const lexer = this.#lexer;
    const { start } = lexer;
    const args = this.#parseList('parensExpr', '"," or ")"');
    const [only] = args;
    if (args.length === 1) {
      if (only.kind === 'binary') {
        return {
          ...only,
          closed: true,
          keepMetricNames: this.#takeKeepMetricNames() || only.keepMetricNames,
        };
      }
      return only;
    }
    return {
      kind: 'call',
      text: lexer.textFrom(start),
      name: '',
      args,
      keepMetricNames: false,
    };
  }

  #parseArguments(): Expr[] {
    if (!this.#lexer.is('(')) {
      throw new MetricsQueryError(
        `argList: unexpected token ${JSON.stringify(
          this.#lexer.token,
        )}; want "("`,
      );
    }
    return this.#parseList('argList', '",", ")"');
  }

  #parseList(rule: string, wanted: string): Expr[] {
    const lexer = this.#lexer;
    const exprs: Expr[] = [];
    for (;;) {
      lexer.next();
      if (lexer.is(')')) break;
      exprs.push(this.parseExpr());
      if (lexer.is(',')) continue;
      if (lexer.is(')')) break;
      throw new MetricsQueryError(
        `${rule}: unexpected token ${JSON.stringify(
          lexer.token,
        )}; want ${wanted}`,
      );
    }
    lexer.next();
    return exprs;
  }

  #parseModifier(): Modifier {
    const lexer = this.#lexer;
    const operator = lexer.token.toLowerCase();
    lexer.next();
    if (operator.startsWith('group_') && !lexer.is('(')) {
      return { operator, labels: [] };
    }
    const labels: string[] = [];
    if (!lexer.is('(')) {
      throw new MetricsQueryError(
        `ModifierExpr: identList: unexpected token ${JSON.stringify(
          lexer.token,
        )}; want "("`,
      );
    }
    lexer.next();
    while (!lexer.is(')')) {
      if (
        !isIdentifier(lexer.token) &&
        !(lexer.is('*') && operator.startsWith('group_'))
      ) {
        throw new MetricsQueryError(
          `ModifierExpr: identList: unexpected token ${JSON.stringify(
            lexer.token,
          )}; want "ident"`,
        );
      }
      labels.push(unescape(lexer.token));
      lexer.next();
      if (lexer.is(',')) lexer.next();
      else if (!lexer.is(')')) {
        throw new MetricsQueryError(
          `ModifierExpr: identList: unexpected token ${JSON.stringify(
            lexer.token,
          )}; want ",", ")"`,
        );
      }
    }
    lexer.next();
    return { operator, labels };
  }

  #parseSelector(): SelectorExpr {
    const lexer = this.#lexer;
    const { start } = lexer;
    const name: LabelFilter[] = [];
    if (!lexer.is('{')) {
      name.push({
        label: '__name__',
        operator: '=',
        value: unescape(lexer.token),
      });
      lexer.next();
    }
    let alternatives: LabelFilter[][] = name.length > 0 ? [name] : [];
    if (lexer.is('{')) {
      lexer.next();
      const inner = this.#parseFilters();
      if (inner.length > 0) {
        alternatives = inner.map(filters => [...name, ...filters]);
      }
    }
    return { kind: 'selector', text: lexer.textFrom(start), alternatives };
  }

  #parseFilters(): LabelFilter[][] {
    const lexer = this.#lexer;
    const alternatives: LabelFilter[][] = [];
    let filters: LabelFilter[] = [];
    while (!lexer.is('}')) {
      filters.push(this.#parseFilter());
      const token = lexer.token.toLowerCase();
      if (token === 'or') {
        alternatives.push(filters);
        filters = [];
        lexer.next();
      } else if (token === ',') {
        lexer.next();
      } else if (token !== '}') {
        throw new MetricsQueryError(
          `labelFilters: unexpected token ${JSON.stringify(
            lexer.token,
          )}; want ",", "or", "}"`,
        );
      }
    }
    lexer.next();
    if (filters.length > 0) alternatives.push(filters);
    return alternatives;
  }

  #parseFilter(): LabelFilter {
    const lexer = this.#lexer;
    const quoted = /^["'`]/.test(lexer.token);
    if (!quoted && !isIdentifier(lexer.token)) {
      throw new MetricsQueryError(
        `labelFilterExpr: unexpected token ${JSON.stringify(
          lexer.token,
        )}; want "ident"`,
      );
    }
    const label = quoted ? lexer.token.slice(1, -1) : unescape(lexer.token);
    lexer.next();
    const operator = lexer.token;
    if (quoted && /^(,|}|or)$/i.test(operator)) {
      return { label: '__name__', operator: '=', value: label };
    }
    if (
      operator !== '=' &&
      operator !== '!=' &&
      operator !== '=~' &&
      operator !== '!~'
    ) {
      throw new MetricsQueryError(
        `labelFilterExpr: unexpected token ${JSON.stringify(
          operator,
        )}; want "=", "!=", "=~", "!~", ",", "or", "}"`,
      );
    }
    lexer.next();
    return buildFilter(label, operator, this.#parseStringLiteral());
  }

  #parseStringLiteral(): string {
    const { token } = this.#lexer;
    if (!/^["'`]/.test(token)) {
      throw new MetricsQueryError(
        `StringExpr: unexpected token ${JSON.stringify(token)}; want "string"`,
      );
    }
    this.#lexer.next();
    return parseString(token);
  }

  #parseRollup(expr: Expr, start: number): Expr {
    const lexer = this.#lexer;
    let window: Duration | undefined;
    let step: Duration | undefined;
    let offset: Duration | undefined;
    let at: Expr | undefined;
    let subquery = false;
    if (lexer.is('[')) {
      lexer.next();
      if (lexer.is('$__interval')) lexer.next();
      else if (!lexer.token.startsWith(':')) window = this.#parseDuration();
      if (lexer.token.startsWith(':')) {
        subquery = true;
        lexer.splitToken(1);
        lexer.next();
        if (!lexer.is(']')) step = this.#parseDuration();
      }
      if (!lexer.is(']')) {
        throw new MetricsQueryError(
          `windowAndStep: unexpected token ${JSON.stringify(
            lexer.token,
          )}; want "]"`,
        );
      }
      lexer.next();
    }
    for (;;) {
      if (lexer.is('@')) {
        lexer.next();
        at = this.#parsePrimary();
      } else if (lexer.token.toLowerCase() === 'offset') {
        lexer.next();
        offset = this.#parseSignedDuration();
      } else {
        break;
      }
    }
    return {
      kind: 'rollup',
      text: lexer.textFrom(start),
      expr,
      window,
      step,
      subquery,
      offset,
      at,
    };
  }

  #parseSignedDuration(): Duration {
    if (!this.#lexer.is('-')) return this.#parseDuration();
    this.#lexer.next();
    const { ms, steps } = this.#parseDuration();
    return { ms: -ms, steps: -steps };
  }

  #parseDuration(): Duration {
    const { token } = this.#lexer;
    const seconds = parseNumber(token);
    const duration =
      parseDuration(token) ??
      (seconds === undefined ? undefined : { ms: seconds * 1000, steps: 0 });
    if (!duration) {
      throw new MetricsQueryError(
        `duration: unexpected token ${JSON.stringify(
          token,
        )}; want valid duration`,
      );
    }
    this.#lexer.next();
    return duration;
  }

  #takeKeepMetricNames(): boolean {
    if (this.#lexer.token.toLowerCase() !== 'keep_metric_names') return false;
    this.#lexer.next();
    return true;
  }
}

/** Builds a filter and compiles its pattern. */
export function buildFilter(
  label: string,
  operator: LabelFilter['operator'],
  value: string,
): LabelFilter {
  if (operator === '=' || operator === '!=') return { label, operator, value };
  try {
    return {
      label,
      operator,
      value,
      pattern: compileGoRegexp(value, { anchored: true }),
    };
  } catch (error) {
    throw new FinalError(
      `cannot expand WITH expressions: invalid regexp in ${label}=${JSON.stringify(
        value,
      )}: ${(error as Error).message}`,
    );
  }
}

/** Moves operators of higher priority down to the right, as the server does. */
function balance(expr: BinaryExpr): BinaryExpr {
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

function negate(right: Expr, text: string): Expr {
  return {
    kind: 'binary',
    text,
    operator: '-',
    left: { kind: 'number', text: '0', value: 0 },
    right,
    bool: false,
    joinPrefix: '',
    keepMetricNames: false,
    closed: false,
  };
}

function isIdentifier(token: string): boolean {
  return /^(?:[A-Za-z_:\\]|[^\x00-\x7f])/.test(token);
}

function unescape(token: string): string {
  return token
    .replace(/\\x([\da-f]{2})/gi, (_, hex) =>
      String.fromCharCode(parseInt(hex, 16)),
    )
    .replace(/\\(.)/g, '$1');
}
