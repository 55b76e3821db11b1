import { Lexer } from './Lexer';
import {
  AGGREGATES,
  ROLLUP_TRAITS,
  TRANSFORMS,
  UNSUPPORTED_AGGREGATES,
} from './functionNames';
import { parseDuration, parseNumber } from './literals';
import { FinalError, MetricsQueryError } from './MetricsQueryError';
import { balance, isComparison, isOperator, isSetOperator } from './operators';
import { readSelector } from './selectors';
import {
  isIdentifier,
  readDuration,
  readModifier,
  readSignedDuration,
  readString,
  takeKeepMetricNames,
  unescape,
} from './tokens';
import { BinaryExpr, Duration, Expr, Modifier } from './types';

/** Reads one expression with all its operators. */
export function parseExpr(lexer: Lexer): Expr {
  const start = lexer.start;
  let left = parseSingle(lexer);
  for (;;) {
    const operator = lexer.token.toLowerCase();
    if (!isOperator(operator)) return left;
    left = balance(parseOperation(lexer, left, operator, start));
  }
}

function parseOperation(
  lexer: Lexer,
  left: Expr,
  operator: string,
  start: number,
): BinaryExpr {
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
    group = readModifier(lexer);
    if (/^group_(left|right)$/i.test(lexer.token)) {
      if (isSetOperator(operator)) {
        throw new MetricsQueryError(
          `modifier ${JSON.stringify(
            lexer.token,
          )} cannot be applied to ${JSON.stringify(operator)}`,
        );
      }
      join = readModifier(lexer);
      if (lexer.token.toLowerCase() === 'prefix') {
        lexer.next();
        joinPrefix = readString(lexer);
      }
    }
  }
  const right = parseSingle(lexer);
  const keepMetricNames = takeKeepMetricNames(lexer);
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

function parseSingle(lexer: Lexer): Expr {
  const start = lexer.start;
  const expr = parsePrimary(lexer);
  return /^(\[|@|offset)$/i.test(lexer.token)
    ? readRollup(lexer, expr, start)
    : expr;
}

function parsePrimary(lexer: Lexer): Expr {
  const { token, start } = lexer;
  if (/^["'`]/.test(token)) {
    return {
      kind: 'string',
      value: readString(lexer),
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
      return parseParentheses(lexer);
    case '{':
      return readSelector(lexer);
    case '-': {
      lexer.next();
      const right = parseSingle(lexer);
      return negate(right, lexer.textFrom(start));
    }
    case '+':
      lexer.next();
      return parseSingle(lexer);
    default:
      if (isIdentifier(token)) return parseIdentifier(lexer);
      throw new MetricsQueryError(
        `singleExpr: unexpected token ${JSON.stringify(
          token,
        )}; want "(", "{", "-", "+"`,
      );
  }
}

function parseIdentifier(lexer: Lexer): Expr {
  const name = unescape(lexer.token).toLowerCase();
  const following = lexer.peek();
  if (name === 'with' && following === '(') {
    throw new FinalError('WITH templates are not supported by the sandbox');
  }
  const isAggregate = AGGREGATES.has(name) || UNSUPPORTED_AGGREGATES.has(name);
  if (isAggregate && /^(\(|by|without)$/i.test(following)) {
    return parseAggregate(lexer, name);
  }
  return following === '(' ? parseCall(lexer, name) : readSelector(lexer);
}

function parseCall(lexer: Lexer, name: string): Expr {
  const { start } = lexer;
  const written = unescape(lexer.token);
  lexer.next();
  const args = parseArguments(lexer);
  const keepMetricNames = takeKeepMetricNames(lexer);
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

function parseAggregate(lexer: Lexer, name: string): Expr {
  const { start } = lexer;
  lexer.next();
  let modifier: Modifier | undefined;
  if (!lexer.is('(')) modifier = readModifier(lexer);
  const args = parseArguments(lexer);
  if (!modifier && /^(by|without)$/i.test(lexer.token)) {
    modifier = readModifier(lexer);
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

function parseParentheses(lexer: Lexer): Expr {
  const { start } = lexer;
  const args = parseList(lexer, 'parensExpr', '"," or ")"');
  const [only] = args;
  if (args.length === 1) {
    if (only.kind === 'binary') {
      return {
        ...only,
        closed: true,
        keepMetricNames: takeKeepMetricNames(lexer) || only.keepMetricNames,
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

function parseArguments(lexer: Lexer): Expr[] {
  if (!lexer.is('(')) {
    throw new MetricsQueryError(
      `argList: unexpected token ${JSON.stringify(lexer.token)}; want "("`,
    );
  }
  return parseList(lexer, 'argList', '",", ")"');
}

function parseList(lexer: Lexer, rule: string, wanted: string): Expr[] {
  const exprs: Expr[] = [];
  for (;;) {
    lexer.next();
    if (lexer.is(')')) break;
    exprs.push(parseExpr(lexer));
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

function readRollup(lexer: Lexer, expr: Expr, start: number): Expr {
  let window: Duration | undefined;
  let step: Duration | undefined;
  let offset: Duration | undefined;
  let at: Expr | undefined;
  let subquery = false;
  if (lexer.is('[')) {
    lexer.next();
    if (lexer.is('$__interval')) lexer.next();
    else if (!lexer.token.startsWith(':')) window = readDuration(lexer);
    if (lexer.token.startsWith(':')) {
      subquery = true;
      lexer.splitToken(1);
      lexer.next();
      if (!lexer.is(']')) step = readDuration(lexer);
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
      at = parsePrimary(lexer);
    } else if (lexer.token.toLowerCase() === 'offset') {
      lexer.next();
      offset = readSignedDuration(lexer);
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
