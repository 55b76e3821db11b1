import { parseComparison } from './comparisonFilters';
import { FilterContext, ParseSubquery, testField } from './fieldFilters';
import { parseFunction } from './functionFilters';
import { LogsLexer } from './LogsLexer';
import { LogsQueryError } from './LogsQueryError';
import { isWordCharacter, matchesPhrase, matchesPrefix } from './matchers';
import { parseStreamFilter } from './parseStreamFilter';
import { parseTimeFilter } from './parseTimeFilter';
import { isPipeName } from './pipeNames';
import { readPhrase, readValue } from './tokens';
import { Filter } from './types';

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
  return parseOr({ lexer, parseSubquery, forPhrase: readPhraseFilter }, '');
}

function parseOr(context: FilterContext, field: string): Filter {
  return parseJoined(context, 'or', () => parseAnd(context, field), [
    '|',
    ')',
    '',
  ]);
}

function parseAnd(context: FilterContext, field: string): Filter {
  return parseJoined(context, 'and', () => parseOne(context, field), [
    'or',
    '|',
    ')',
    '',
  ]);
}

function parseJoined(
  context: FilterContext,
  kind: 'and' | 'or',
  parse: () => Filter,
  stops: string[],
): Filter {
  const filters: Filter[] = [];
  for (;;) {
    filters.push(parse());
    if (context.lexer.is(...stops)) {
      return filters.length === 1 ? filters[0] : { kind, filters };
    }
    if (context.lexer.is(kind) && !context.lexer.next()) {
      throw new LogsQueryError(`missing filter after '${kind}'`);
    }
  }
}

function parseOne(context: FilterContext, field: string): Filter {
  const { lexer } = context;
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
    return parseOne(context, field);
  }
  if (lexer.is('*')) {
    lexer.next();
    return field === ''
      ? { kind: 'all' }
      : testField(field, value => value !== '');
  }
  if (lexer.is('(')) return parseParentheses(context, field);
  if (lexer.is('not', '!', '-')) return parseNot(context, field);
  return (
    parseComparison(context, field) ??
    parseFunction(context, field) ??
    parsePhrase(context, field)
  );
}

function parseParentheses(context: FilterContext, field: string): Filter {
  const { lexer } = context;
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
  const filter = parseOr(context, field);
  if (!lexer.is(')')) {
    throw new LogsQueryError(
      `unexpected token ${JSON.stringify(lexer.token)} instead of ')'`,
    );
  }
  lexer.next();
  return filter;
}

function parseNot(context: FilterContext, field: string): Filter {
  const keyword = context.lexer.token;
  if (!context.lexer.next())
    throw new LogsQueryError(`missing filters after '${keyword}'`);
  const filter = parseOne(context, field);
  return filter.kind === 'not' ? filter.filter : { kind: 'not', filter };
}

function parsePhrase(context: FilterContext, field: string): Filter {
  const { lexer } = context;
  if (lexer.is('"', "'", '`'))
    throw new LogsQueryError('improperly quoted string');
  if (lexer.is(',', ')', '[', ']')) {
    throw new LogsQueryError(`unexpected token ${JSON.stringify(lexer.token)}`);
  }
  return readPhraseFilter(context, field, readPhrase(lexer, field !== ''));
}

function readPhraseFilter(
  context: FilterContext,
  field: string,
  phrase: string,
): Filter {
  const { lexer } = context;
  if (field === '' && lexer.is(':')) {
    if (!lexer.next()) {
      throw new LogsQueryError(
        `missing filter after field name ${quoteIfNeeded(phrase)}`,
      );
    }
    if (phrase === '_time') return parseTimeFilter(lexer);
    if (phrase === '_stream') return parseStreamFilter(lexer);
    if (phrase === '_stream_id' && !lexer.is('in', '*'))
      return parseStreamId(context);
    return parseOne(context, phrase);
  }
  if (lexer.is('*') && !lexer.afterSpace) {
    lexer.next();
    return testField(field, value => matchesPrefix(value, phrase));
  }
  return testField(field, value => matchesPhrase(value, phrase));
}

function parseStreamId(context: FilterContext): Filter {
  const wanted = readValue(context.lexer);
  if (!/^[\da-f]{48}$/.test(wanted)) {
    throw new LogsQueryError(
      `cannot parse _stream_id: cannot unmarshal _stream_id from ${JSON.stringify(
        wanted,
      )}`,
    );
  }
  return testField('_stream_id', value => value === wanted);
}

function quoteIfNeeded(name: string): string {
  return [...name].every(
    character => isWordCharacter(character) || character === '.',
  )
    ? name
    : JSON.stringify(name);
}
