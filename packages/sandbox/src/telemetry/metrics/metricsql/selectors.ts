import { compileGoRegexp } from '../../goRegexp';
import { LabelFilter } from '../labelFilters';
import { Lexer } from './Lexer';
import { isIdentifier, readString, unescape } from './tokens';
import { FinalError, MetricsQueryError } from './MetricsQueryError';
import { SelectorExpr } from './types';

/** Reads `name{label="value" or …}`. */
export function readSelector(lexer: Lexer): SelectorExpr {
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
    const inner = readFilters(lexer);
    if (inner.length > 0) {
      alternatives = inner.map(filters => [...name, ...filters]);
    }
  }
  return { kind: 'selector', text: lexer.textFrom(start), alternatives };
}

function readFilters(lexer: Lexer): LabelFilter[][] {
  const alternatives: LabelFilter[][] = [];
  let filters: LabelFilter[] = [];
  while (!lexer.is('}')) {
    filters.push(readFilter(lexer));
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

function readFilter(lexer: Lexer): LabelFilter {
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
  return buildFilter(label, operator, readString(lexer));
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
