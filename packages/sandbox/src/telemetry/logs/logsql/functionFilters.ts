import {
  FilterContext,
  matchesPattern,
  testField,
  ValueTest,
} from './fieldFilters';
import { LogsLexer } from './LogsLexer';
import { LogsQueryError } from './LogsQueryError';
import { matchesPhrase, matchesPrefix, matchesSequence } from './matchers';
import { canonicalField, readArgument, readSuffix, readValue } from './tokens';
import { Filter } from './types';
import { parseIpv4, parseMathNumber } from './values';

/** Reads `in(…)`, `i(…)`, `range(…)` and their like; undefined when no such name follows. */
export function parseFunction(
  context: FilterContext,
  field: string,
): Filter | undefined {
  const { lexer } = context;
  switch (lexer.isQuoted ? '' : lexer.token.toLowerCase()) {
    case 'i':
      return parsePrefixable(context, field, (phrase, prefix) => {
        const lower = phrase.toLowerCase();
        return prefix
          ? value => matchesPrefix(value.toLowerCase(), lower)
          : value => matchesPhrase(value.toLowerCase(), lower);
      });
    case 'exact':
      return parsePrefixable(context, field, (phrase, prefix) =>
        prefix ? value => value.startsWith(phrase) : value => value === phrase,
      );
    case 'in':
      return parseIn(context, field);
    case 're':
      return parseArguments(context, field, 1, ([pattern]) =>
        matchesPattern(field, pattern),
      );
    case 'seq':
      return parseArguments(context, field, undefined, phrases =>
        testField(field, value => matchesSequence(value, phrases)),
      );
    case 'range':
      return parseRange(context, field);
    case 'len_range':
      return parseArguments(context, field, 2, ([low, high]) => {
        const [from, to] = [parseLength(low), parseLength(high)];
        return testField(
          field,
          value => [...value].length >= from && [...value].length <= to,
        );
      });
    case 'string_range':
      return parseArguments(context, field, 2, ([low, high]) =>
        testField(field, value => value >= low && value < high),
      );
    case 'ipv4_range':
      return parseArguments(context, field, undefined, args =>
        ipv4Range(field, args),
      );
    case 'value_type':
    case 'eq_field':
    case 'le_field':
    case 'lt_field':
    case 'contains_all':
    case 'contains_any':
    case 'contains_common_case':
    case 'equals_common_case':
    case 'pattern_match':
      return refuseFunction(context, field);
    default:
      return undefined;
  }
}

function refuseFunction(context: FilterContext, field: string): Filter {
  const name = context.lexer.token;
  return parseArguments(context, field, undefined, () => {
    throw new LogsQueryError(
      `the sandbox does not support the filter ${name}()`,
    );
  });
}

function parsePrefixable(
  context: FilterContext,
  field: string,
  build: (phrase: string, prefix: boolean) => ValueTest,
): Filter {
  const { lexer } = context;
  const name = lexer.token;
  lexer.next();
  if (!lexer.is('('))
    return context.forPhrase(
      context,
      field,
      name + readSuffix(lexer, field !== ''),
    );
  if (!lexer.next()) throw new LogsQueryError(`missing arg for ${name}()`);
  const phrase = readArgument(lexer);
  const prefix = lexer.is('*') && !lexer.afterSpace;
  if (prefix && !lexer.next())
    throw new LogsQueryError(`missing ')' after ${name}()`);
  if (!lexer.is(')')) {
    throw new LogsQueryError(
      `unexpected token ${JSON.stringify(
        lexer.token,
      )} instead of ')' in ${name}()`,
    );
  }
  lexer.next();
  return testField(field, build(phrase, prefix));
}

function parseArguments(
  context: FilterContext,
  field: string,
  wanted: number | undefined,
  build: (args: string[]) => Filter,
): Filter {
  const { lexer } = context;
  const name = lexer.token;
  lexer.next();
  if (!lexer.is('('))
    return context.forPhrase(
      context,
      field,
      name + readSuffix(lexer, field !== ''),
    );
  if (!lexer.next()) throw new LogsQueryError(`missing args for ${name}()`);
  const args: string[] = [];
  while (!lexer.is(')')) {
    if (lexer.is(',', '(')) {
      throw new LogsQueryError(
        `unexpected '${lexer.token}' - missing arg in ${name}()`,
      );
    }
    const arg = readArgument(lexer);
    args.push(arg);
    if (lexer.is(')')) break;
    if (!lexer.is(',')) {
      throw new LogsQueryError(
        `missing ',' after ${JSON.stringify(arg)} in ${name}()`,
      );
    }
    if (!lexer.next()) {
      throw new LogsQueryError(
        `missing the next arg after ${JSON.stringify(arg)} in ${name}()`,
      );
    }
  }
  lexer.next();
  if (wanted !== undefined && args.length !== wanted) {
    throw new LogsQueryError(
      `unexpected number of args for ${name}(); got ${args.length}; want ${wanted}`,
    );
  }
  return build(args);
}

function parseIn(context: FilterContext, field: string): Filter {
  const restore = context.lexer.save();
  try {
    return parseArguments(context, field, undefined, args => {
      const values = new Set(args);
      return testField(field, value => values.has(value));
    });
  } catch (error) {
    if (!(error instanceof LogsQueryError)) throw error;
    restore();
    context.lexer.next();
    const { query, field: queryField } = context.parseSubquery(context.lexer);
    return {
      kind: 'in-query',
      field: canonicalField(field),
      query,
      queryField,
    };
  }
}

function parseRange(context: FilterContext, field: string): Filter {
  const { lexer } = context;
  const name = lexer.token;
  lexer.next();
  if (!lexer.is('(', '[')) {
    return context.forPhrase(
      context,
      field,
      name + readSuffix(lexer, field !== ''),
    );
  }
  const includesLow = lexer.is('[');
  if (!lexer.next()) throw new LogsQueryError(`missing args for ${name}()`);
  const low = readNumber(lexer, 'minValue', name);
  if (!lexer.is(',')) {
    throw new LogsQueryError(
      `unexpected token ${JSON.stringify(lexer.token)} ater ${JSON.stringify(
        low.text,
      )} in ${name}(); want ','`,
    );
  }
  if (!lexer.next()) throw new LogsQueryError(`missing maxValue in ${name}()`);
  const high = readNumber(lexer, 'maxValue', name);
  if (!lexer.is(')', ']')) {
    throw new LogsQueryError(
      `unexpected closing token ${JSON.stringify(
        lexer.token,
      )} in ${name}(); want ')' or ']'`,
    );
  }
  const includesHigh = lexer.is(']');
  lexer.next();
  return testField(field, value => {
    const number = parseMathNumber(value);
    if (number === undefined) return false;
    const above = includesLow ? number >= low.value : number > low.value;
    return above && (includesHigh ? number <= high.value : number < high.value);
  });
}

function readNumber(lexer: LogsLexer, what: string, name: string) {
  const text = readValue(lexer);
  const value = parseMathNumber(text);
  if (value === undefined) {
    throw new LogsQueryError(
      `cannot parse ${what} in ${name}(): cannot parse ${JSON.stringify(
        text,
      )} as float64`,
    );
  }
  return { text, value };
}

function parseLength(text: string): number {
  const value = parseMathNumber(text);
  if (value === undefined || value < 0) {
    throw new LogsQueryError(
      `cannot parse ${JSON.stringify(text)} as unsigned integer`,
    );
  }
  return value;
}

function ipv4Range(field: string, args: string[]): Filter {
  const [network, bits = '32'] = (args[0] ?? '').split('/');
  const address = parseIpv4(network);
  const last = args.length === 2 ? parseIpv4(args[1]) : undefined;
  if (
    address === undefined ||
    args.length > 2 ||
    (args.length === 2 && last === undefined)
  ) {
    throw new LogsQueryError(
      `cannot parse IPv4 address or IPv4 CIDR ${JSON.stringify(
        args[0] ?? '',
      )} at ipv4_range()`,
    );
  }
  const size = 2 ** (32 - Number(bits));
  const low = last === undefined ? address - (address % size) : address;
  const high = last ?? low + size - 1;
  return testField(field, value => {
    const number = parseIpv4(value);
    return number !== undefined && number >= low && number <= high;
  });
}
