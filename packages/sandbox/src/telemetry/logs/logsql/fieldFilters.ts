import { compileGoRegexp } from '../../goRegexp';
import { LogsLexer } from './LogsLexer';
import { LogsQueryError } from './LogsQueryError';
import { canonicalField } from './tokens';
import { Filter, LogsQuery } from './types';

/** Parses `(query | fields f)` inside `in`; handed in because queries hold filters. */
export type ParseSubquery = (lexer: LogsLexer) => {
  query: LogsQuery;
  field: string;
};

/** What the parsers of filters hand to one another. */
export interface FilterContext {
  lexer: LogsLexer;
  parseSubquery: ParseSubquery;
  /** Goes on after a word that turned out to be a phrase or a field name. */
  forPhrase(context: FilterContext, field: string, phrase: string): Filter;
}

/** A test of a field's value. */
export type ValueTest = (value: string) => boolean;

/** A filter that tests one field. */
export function testField(field: string, run: ValueTest): Filter {
  return { kind: 'field', field: canonicalField(field), test: run };
}

/** A filter by regular expression. */
export function matchesPattern(field: string, pattern: string): Filter {
  try {
    const compiled = compileGoRegexp(pattern);
    return testField(field, value => compiled.test(value));
  } catch (error) {
    throw new LogsQueryError(
      `invalid regexp ${JSON.stringify(canonicalField(field))}:${JSON.stringify(
        pattern,
      )}: ${(error as Error).message}`,
    );
  }
}
