import { compileGoRegexp } from '../../goRegexp';
import { LogsLexer } from './LogsLexer';
import { LogsQueryError } from './LogsQueryError';
import {
  isWordCharacter,
  matchesPhrase,
  matchesPrefix,
  matchesSequence,
} from './matchers';
import { parseStreamFilter } from './parseStreamFilter';
import { parseTimeFilter } from './parseTimeFilter';
import { isPipeName } from './pipeNames';
import {
  canonicalField,
  readArgument,
  readPhrase,
  readSuffix,
  readValue,
} from './tokens';
import { Filter, LogsQuery } from './types';
import { parseIpv4, parseMathNumber } from './values';

/** Parses `(query | fields f)` inside `in`; handed in because queries hold filters. */
export type ParseSubquery = (lexer: LogsLexer) => {
  query: LogsQuery;
  field: string;
};

type Test = (value: string) => boolean;

/** Parses the filter at the start of a query or behind `filter`. */
export function parseFilter(
  lexer: LogsLexer,
  parseSubquery: ParseSubquery,
): Filter {
  if (lexer.is('|', ')', '')) throw new LogsQueryError('missing query');
  const first = lexer.raw.toLowerCase();
  if (isPipeName(first)) {
    throw new LogsQueryError(
      `query filter cannot start with pipe keyword ${JSON.stringify(
        first,
      )}; see https://docs.victoriametrics.com/victorialogs/logsql/#query-syntax; please put the first word of the filter into quotes`,
    );
  }
  return new FilterParser(lexer, parseSubquery).parseOr('');
}

class FilterParser {
  readonly #lexer: LogsLexer;
  readonly #parseSubquery: ParseSubquery;

  constructor(lexer: LogsLexer, parseSubquery: ParseSubquery) {
    this.#lexer = lexer;
    this.#parseSubquery = parseSubquery;
  }

  parseOr(field: string): Filter {
    return this.#parseJoined('or', () => this.#parseAnd(field), ['|', ')', '']);
  }

  #parseAnd(field: string): Filter {
    return this.#parseJoined('and', () => this.#parseOne(field), [
      'or',
      '|',
      ')',
      '',
    ]);
  }

  #parseJoined(
    kind: 'and' | 'or',
    parse: () => Filter,
    stops: string[],
  ): Filter {
    const filters: Filter[] = [];
    for (;;) {
      filters.push(parse());
      if (this.#lexer.is(...stops)) {
        return filters.length === 1 ? filters[0] : { kind, filters };
      }
      if (this.#lexer.is(kind) && !this.#lexer.next()) {
        throw new LogsQueryError(`missing filter after '${kind}'`);
      }
    }
  }

  #parseOne(field: string): Filter {
    const lexer = this.#lexer;
    if (lexer.is('{')) {
      if (field !== '' && field !== '_stream') {
        throw new LogsQueryError(
          `stream filter cannot be applied to ${JSON.stringify(
            field,
          )} field; it can be applied only to _stream field`,
        );
      }
      return parseStreamFilter(lexer);
    }
    if (lexer.is(':')) {
      if (!lexer.next()) throw new LogsQueryError("missing filter after ':'");
      return this.#parseOne(field);
    }
    if (lexer.is('*')) {
      lexer.next();
      return field === ''
        ? { kind: 'all' }
        : test(field, value => value !== '');
    }
    if (lexer.is('(')) return this.#parseParentheses(field);
    if (lexer.is('not', '!', '-')) return this.#parseNot(field);
    return (
      this.#parseComparison(field) ??
      this.#parseFunction(field) ??
      this.#parsePhrase(field)
    );
  }

  #parseParentheses(field: string): Filter {
    const lexer = this.#lexer;
    if (
      !lexer.afterSpace &&
      !['', ':', '(', '!', '-', 'not'].includes(lexer.previous)
    ) {
      throw new LogsQueryError(
        `missing whitespace after the search word ${JSON.stringify(
          lexer.previous,
        )}`,
      );
    }
    if (!lexer.next()) throw new LogsQueryError("missing filter after '('");
    const filter = this.parseOr(field);
    if (!lexer.is(')')) {
      throw new LogsQueryError(
        `unexpected token ${JSON.stringify(lexer.token)} instead of ')'`,
      );
    }
    lexer.next();
    return filter;
  }

  #parseNot(field: string): Filter {
    const keyword = this.#lexer.token;
    if (!this.#lexer.next())
      throw new LogsQueryError(`missing filters after '${keyword}'`);
    const filter = this.#parseOne(field);
    return filter.kind === 'not' ? filter.filter : { kind: 'not', filter };
  }

  #parseComparison(field: string): Filter | undefined {
    const lexer = this.#lexer;
    if (lexer.is('=')) return this.#parseEqual(field);
    if (lexer.is('!=')) return { kind: 'not', filter: this.#parseEqual(field) };
    if (lexer.is('~')) return this.#parseTilde(field);
    if (lexer.is('!~')) return { kind: 'not', filter: this.#parseTilde(field) };
    if (lexer.is('>', '<')) return this.#parseOrder(field, lexer.token === '>');
    return undefined;
  }

  #parseEqual(field: string): Filter {
    this.#lexer.next();
    const wanted = readArgument(this.#lexer);
    if (this.#lexer.is('*') && !this.#lexer.afterSpace) {
      this.#lexer.next();
      return test(field, value => value.startsWith(wanted));
    }
    return test(field, value => value === wanted);
  }

  #parseTilde(field: string): Filter {
    this.#lexer.next();
    return matchesPattern(field, readArgument(this.#lexer));
  }

  #parseOrder(field: string, greater: boolean): Filter {
    const lexer = this.#lexer;
    lexer.next();
    const inclusive = lexer.is('=');
    if (inclusive) lexer.next();
    const text = readValue(lexer);
    const bound = parseMathNumber(text);
    if (bound === undefined) {
      if (greater)
        return test(field, value => (inclusive ? value >= text : value > text));
      return test(field, value => (inclusive ? value <= text : value < text));
    }
    return test(field, value => {
      const number = parseMathNumber(value);
      if (number === undefined) return false;
      if (number === bound) return inclusive;
      return greater ? number > bound : number < bound;
    });
  }

  #parseFunction(field: string): Filter | undefined {
    const lexer = this.#lexer;
    switch (lexer.isQuoted ? '' : lexer.token.toLowerCase()) {
      case 'i':
        return this.#parsePrefixable(field, (phrase, prefix) => {
          const lower = phrase.toLowerCase();
          return prefix
            ? value => matchesPrefix(value.toLowerCase(), lower)
            : value => matchesPhrase(value.toLowerCase(), lower);
        });
      case 'exact':
        return this.#parsePrefixable(field, (phrase, prefix) =>
          prefix
            ? value => value.startsWith(phrase)
            : value => value === phrase,
        );
      case 'in':
        return this.#parseIn(field);
      case 're':
        return this.#parseArguments(field, 1, ([pattern]) =>
          matchesPattern(field, pattern),
        );
      case 'seq':
        return this.#parseArguments(field, undefined, phrases =>
          test(field, value => matchesSequence(value, phrases)),
        );
      case 'range':
        return this.#parseRange(field);
      case 'len_range':
        return this.#parseArguments(field, 2, ([low, high]) => {
          const [from, to] = [parseLength(low), parseLength(high)];
          return test(
            field,
            value => [...value].length >= from && [...value].length <= to,
          );
        });
      case 'string_range':
        return this.#parseArguments(field, 2, ([low, high]) =>
          test(field, value => value >= low && value < high),
        );
      case 'ipv4_range':
        return this.#parseArguments(field, undefined, args =>
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
        return this.#refuseFunction(field);
      default:
        return undefined;
    }
  }

  #refuseFunction(field: string): Filter {
    const name = this.#lexer.token;
    return this.#parseArguments(field, undefined, () => {
      throw new LogsQueryError(
        `the sandbox does not support the filter ${name}()`,
      );
    });
  }

  #parsePhrase(field: string): Filter {
    const lexer = this.#lexer;
    if (lexer.is('"', "'", '`'))
      throw new LogsQueryError('improperly quoted string');
    if (lexer.is(',', ')', '[', ']')) {
      throw new LogsQueryError(
        `unexpected token ${JSON.stringify(lexer.token)}`,
      );
    }
    return this.#forPhrase(field, readPhrase(lexer, field !== ''));
  }

  #forPhrase(field: string, phrase: string): Filter {
    const lexer = this.#lexer;
    if (field === '' && lexer.is(':')) {
      if (!lexer.next()) {
        throw new LogsQueryError(
          `missing filter after field name ${quoteIfNeeded(phrase)}`,
        );
      }
      if (phrase === '_time') return parseTimeFilter(lexer);
      if (phrase === '_stream') return parseStreamFilter(lexer);
      if (phrase === '_stream_id' && !lexer.is('in', '*'))
        return this.#parseStreamId();
      return this.#parseOne(phrase);
    }
    if (lexer.is('*') && !lexer.afterSpace) {
      lexer.next();
      return test(field, value => matchesPrefix(value, phrase));
    }
    return test(field, value => matchesPhrase(value, phrase));
  }

  #parseStreamId(): Filter {
    const wanted = readValue(this.#lexer);
    if (!/^[\da-f]{48}$/.test(wanted)) {
      throw new LogsQueryError(
        `cannot parse _stream_id: cannot unmarshal _stream_id from ${JSON.stringify(
          wanted,
        )}`,
      );
    }
    return test('_stream_id', value => value === wanted);
  }

  /** `i(phrase)` or `i(prefix*)`; without parentheses the name is a word like any other. */
  #parsePrefixable(
    field: string,
    build: (phrase: string, prefix: boolean) => Test,
  ): Filter {
    const lexer = this.#lexer;
    const name = lexer.token;
    lexer.next();
    if (!lexer.is('('))
      return this.#forPhrase(field, name + readSuffix(lexer, field !== ''));
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
    return test(field, build(phrase, prefix));
  }

  #parseArguments(
    field: string,
    wanted: number | undefined,
    build: (args: string[]) => Filter,
  ): Filter {
    const lexer = this.#lexer;
    const name = lexer.token;
    lexer.next();
    if (!lexer.is('('))
      return this.#forPhrase(field, name + readSuffix(lexer, field !== ''));
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

  #parseIn(field: string): Filter {
    const restore = this.#lexer.save();
    try {
      return this.#parseArguments(field, undefined, args => {
        const values = new Set(args);
        return test(field, value => values.has(value));
      });
    } catch (error) {
      if (!(error instanceof LogsQueryError)) throw error;
      restore();
      this.#lexer.next();
      const { query, field: queryField } = this.#parseSubquery(this.#lexer);
      return {
        kind: 'in-query',
        field: canonicalField(field),
        query,
        queryField,
      };
    }
  }

  #parseRange(field: string): Filter {
    const lexer = this.#lexer;
    const name = lexer.token;
    lexer.next();
    if (!lexer.is('(', '[')) {
      return this.#forPhrase(field, name + readSuffix(lexer, field !== ''));
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
    if (!lexer.next())
      throw new LogsQueryError(`missing maxValue in ${name}()`);
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
    return test(field, value => {
      const number = parseMathNumber(value);
      if (number === undefined) return false;
      const above = includesLow ? number >= low.value : number > low.value;
      return (
        above && (includesHigh ? number <= high.value : number < high.value)
      );
    });
  }
}

function test(field: string, run: Test): Filter {
  return { kind: 'field', field: canonicalField(field), test: run };
}

function matchesPattern(field: string, pattern: string): Filter {
  try {
    const compiled = compileGoRegexp(pattern);
    return test(field, value => compiled.test(value));
  } catch (error) {
    throw new LogsQueryError(
      `invalid regexp ${JSON.stringify(canonicalField(field))}:${JSON.stringify(
        pattern,
      )}: ${(error as Error).message}`,
    );
  }
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
  return test(field, value => {
    const number = parseIpv4(value);
    return number !== undefined && number >= low && number <= high;
  });
}

function quoteIfNeeded(name: string): string {
  return [...name].every(
    character => isWordCharacter(character) || character === '.',
  )
    ? name
    : JSON.stringify(name);
}
