import { FilterContext, matchesPattern, testField } from './fieldFilters';
import { readArgument, readValue } from './tokens';
import { Filter } from './types';
import { parseMathNumber } from './values';

/** Reads `=x`, `!=x`, `~"x"`, `!~"x"`, `>x`, `<x`; undefined when something else follows. */
export function parseComparison(
  context: FilterContext,
  field: string,
): Filter | undefined {
  const { lexer } = context;
  if (lexer.is('=')) return parseEqual(context, field);
  if (lexer.is('!='))
    return { kind: 'not', filter: parseEqual(context, field) };
  if (lexer.is('~')) return parseTilde(context, field);
  if (lexer.is('!~'))
    return { kind: 'not', filter: parseTilde(context, field) };
  if (lexer.is('>', '<'))
    return parseOrder(context, field, lexer.token === '>');
  return undefined;
}

function parseEqual(context: FilterContext, field: string): Filter {
  context.lexer.next();
  const wanted = readArgument(context.lexer);
  if (context.lexer.is('*') && !context.lexer.afterSpace) {
    context.lexer.next();
    return testField(field, value => value.startsWith(wanted));
  }
  return testField(field, value => value === wanted);
}

function parseTilde(context: FilterContext, field: string): Filter {
  context.lexer.next();
  return matchesPattern(field, readArgument(context.lexer));
}

function parseOrder(
  context: FilterContext,
  field: string,
  greater: boolean,
): Filter {
  const { lexer } = context;
  lexer.next();
  const inclusive = lexer.is('=');
  if (inclusive) lexer.next();
  const text = readValue(lexer);
  const bound = parseMathNumber(text);
  if (bound === undefined) {
    if (greater)
      return testField(field, value =>
        inclusive ? value >= text : value > text,
      );
    return testField(field, value =>
      inclusive ? value <= text : value < text,
    );
  }
  return testField(field, value => {
    const number = parseMathNumber(value);
    if (number === undefined) return false;
    if (number === bound) return inclusive;
    return greater ? number > bound : number < bound;
  });
}
