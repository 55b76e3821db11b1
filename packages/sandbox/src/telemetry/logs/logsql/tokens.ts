import { LogsLexer } from './LogsLexer';
import { LogsQueryError } from './LogsQueryError';

/** The field that a filter without a field name looks at. */
export function canonicalField(name: string): string {
  return name === '' ? '_msg' : name;
}

/** Joins tokens without space between them, as in `a-b/c`, up to one of the stops. */
export function readCompound(lexer: LogsLexer, stops: string[]): string {
  if (lexer.is(...stops)) {
    throw new LogsQueryError(
      `compound token cannot start with '${lexer.token}'`,
    );
  }
  let text = lexer.token;
  lexer.next();
  while (!lexer.afterSpace && !lexer.is(...stops)) {
    text += lexer.token;
    lexer.next();
  }
  return text;
}

const VALUE_STOPS = [',', '(', ')', '[', ']', '|', ''];
const PHRASE_STOPS = ['*', ',', '(', ')', '[', ']', '|', ''];

export function readValue(lexer: LogsLexer): string {
  return readCompound(lexer, VALUE_STOPS);
}

export function readFieldName(lexer: LogsLexer): string {
  try {
    return canonicalField(readValue(lexer));
  } catch (error) {
    throw new LogsQueryError(
      `cannot parse field name: ${(error as Error).message}`,
    );
  }
}

/** A search phrase; before a field name is known, a colon ends it. */
export function readPhrase(lexer: LogsLexer, allowColon: boolean): string {
  if (lexer.is(...PHRASE_STOPS)) {
    throw new LogsQueryError(
      `compound phrase cannot start with '${lexer.token}'`,
    );
  }
  const { token, raw } = lexer;
  lexer.next();
  const suffix = readSuffix(lexer, allowColon);
  return suffix === '' ? token : raw + suffix;
}

export function readSuffix(lexer: LogsLexer, allowColon: boolean): string {
  const stops = allowColon ? PHRASE_STOPS : [...PHRASE_STOPS, ':'];
  let suffix = '';
  while (!lexer.afterSpace && !lexer.is(...stops)) {
    suffix += lexer.raw;
    lexer.next();
  }
  return suffix;
}

/** An argument of a function such as `i(…)`, or the value after `=` and `~`. */
export function readArgument(lexer: LogsLexer): string {
  if (lexer.is('*')) return '';
  const { token, raw } = lexer;
  lexer.next();
  let suffix = '';
  while (!lexer.afterSpace && !lexer.is('*', ',', '(', ')', '|', '')) {
    suffix += lexer.raw;
    lexer.next();
  }
  return suffix === '' ? token : raw + suffix;
}

/** `a, b, c` */
export function readFieldList(lexer: LogsLexer): string[] {
  const fields: string[] = [];
  for (;;) {
    try {
      fields.push(readFieldName(lexer));
    } catch (error) {
      throw new LogsQueryError(
        `cannot parse field name: ${(error as Error).message}`,
      );
    }
    if (!lexer.is(',')) return fields;
    lexer.next();
  }
}

/** `(a, b, c)` */
export function readFieldsInParentheses(lexer: LogsLexer): string[] {
  if (!lexer.is('(')) throw new LogsQueryError('missing `(`');
  const fields: string[] = [];
  for (;;) {
    lexer.next();
    if (lexer.is(')')) break;
    if (lexer.is(',')) throw new LogsQueryError('unexpected `,`');
    try {
      fields.push(readFieldName(lexer));
    } catch (error) {
      throw new LogsQueryError(
        `cannot parse field name: ${(error as Error).message}`,
      );
    }
    if (lexer.is(')')) break;
    if (!lexer.is(',')) {
      throw new LogsQueryError(
        `unexpected token: ${JSON.stringify(
          lexer.token,
        )}; expecting ',' or ')'`,
      );
    }
  }
  lexer.next();
  return fields;
}

/** Adds to the message of an error on its way up, as the server's errors are built. */
export function inContext<T>(prefix: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof LogsQueryError)) throw error;
    throw new LogsQueryError(`${prefix}: ${error.message}`);
  }
}
