import { Lexer } from './Lexer';
import { parseDuration, parseNumber, parseString } from './literals';
import { MetricsQueryError } from './MetricsQueryError';
import { Duration, Modifier } from './types';

/** Whether a token can be a name. */
export function isIdentifier(token: string): boolean {
  return /^(?:[A-Za-z_:\\]|\P{ASCII})/u.test(token);
}

/** A name without the backslashes that it needs in a query. */
export function unescape(token: string): string {
  return token
    .replace(/\\x([\da-f]{2})/gi, (_, hex) =>
      String.fromCharCode(parseInt(hex, 16)),
    )
    .replace(/\\(.)/g, '$1');
}

/** Reads a string in any quotes. */
export function readString(lexer: Lexer): string {
  const { token } = lexer;
  if (!/^["'`]/.test(token)) {
    throw new MetricsQueryError(
      `StringExpr: unexpected token ${JSON.stringify(token)}; want "string"`,
    );
  }
  lexer.next();
  return parseString(token);
}

/** Reads `5m` or a number of seconds. */
export function readDuration(lexer: Lexer): Duration {
  const { token } = lexer;
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
  lexer.next();
  return duration;
}

/** Reads a duration that may be negative. */
export function readSignedDuration(lexer: Lexer): Duration {
  if (!lexer.is('-')) return readDuration(lexer);
  lexer.next();
  const { ms, steps } = readDuration(lexer);
  return { ms: -ms, steps: -steps };
}

/** Reads `by (a, b)` and its like. */
export function readModifier(lexer: Lexer): Modifier {
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

/** Takes `keep_metric_names` if it is there. */
export function takeKeepMetricNames(lexer: Lexer): boolean {
  if (lexer.token.toLowerCase() !== 'keep_metric_names') return false;
  lexer.next();
  return true;
}
