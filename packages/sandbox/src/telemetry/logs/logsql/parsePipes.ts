import { LogsLexer } from './LogsLexer';
import { LogsQueryError } from './LogsQueryError';
import { parseStats } from './parseStats';
import {
  isUnsupportedPipe,
  STATS_FUNCTIONS,
  UNSUPPORTED_STATS_FUNCTIONS,
} from './pipeNames';
import {
  inContext,
  readFieldList,
  readFieldName,
  readFieldsInParentheses,
  readValue,
} from './tokens';
import { Filter, LogsQuery, Pipe, SortField } from './types';
import { parseMathNumber } from './values';

const DEFAULT_LIMIT = 10;
const DEFAULT_FACET_VALUES = 1000;
const DEFAULT_FACET_LENGTH = 128;

/** Parsers of what pipes hold besides fields; handed in because they in turn hold pipes. */
export interface PipeParsers {
  filter(): Filter;
  subquery(): LogsQuery;
}

/** Parses `pipe | pipe | …`. */
export function parsePipes(lexer: LogsLexer, parsers: PipeParsers): Pipe[] {
  const pipes: Pipe[] = [];
  for (;;) {
    pipes.push(...parsePipe(lexer, parsers));
    if (lexer.is(')', '')) return pipes;
    if (!lexer.is('|')) {
      throw new LogsQueryError(
        `unexpected token after [${
          pipes[pipes.length - 1].kind
        }]: ${JSON.stringify(lexer.token)}; expecting '|' or ')'`,
      );
    }
    lexer.next();
  }
}

type ParsePipe = (lexer: LogsLexer, parsers: PipeParsers) => Pipe | Pipe[];

const PARSERS: Record<string, ParsePipe> = {
  copy: lexer => ({ kind: 'copy', pairs: parsePairs(lexer) }),
  delete: lexer => ({ kind: 'delete', fields: readFieldList(lexer) }),
  facets: parseFacets,
  field_names: () => ({ kind: 'field_names' }),
  field_values: lexer => ({
    kind: 'field_values',
    field: readFieldName(lexer),
    limit: lexer.is('limit') ? parseCount(lexer) : 0,
  }),
  fields: lexer => {
    const fields = readFieldList(lexer);
    return { kind: 'fields', fields: fields.includes('*') ? ['*'] : fields };
  },
  filter: (_, parsers) => ({
    kind: 'filter',
    filter: inContext("cannot parse 'filter'", parsers.filter),
  }),
  first: lexer => parseFirst(lexer, false),
  last: lexer => parseFirst(lexer, true),
  limit: lexer => ({
    kind: 'limit',
    count: lexer.is('|', ')', '')
      ? DEFAULT_LIMIT
      : readCount(lexer, 'rows limit from'),
  }),
  offset: lexer => ({
    kind: 'offset',
    count: readCount(lexer, 'the number of rows to skip from'),
  }),
  rename: lexer => ({ kind: 'rename', pairs: parsePairs(lexer) }),
  sort: parseSort,
  stats: (lexer, parsers) => parseStats(lexer, parsers.filter),
  stream_context: parseStreamContext,
  top: parseTop,
  union: (_, parsers) => ({ kind: 'union', query: parsers.subquery() }),
  uniq: parseUniq,
};

const SYNONYMS: Record<string, string> = {
  cp: 'copy',
  del: 'delete',
  rm: 'delete',
  drop: 'delete',
  keep: 'fields',
  where: 'filter',
  head: 'limit',
  skip: 'offset',
  mv: 'rename',
  order: 'sort',
};

function parsePipe(lexer: LogsLexer, parsers: PipeParsers): Pipe[] {
  const written = lexer.isQuoted ? '' : lexer.token.toLowerCase();
  const name = SYNONYMS[written] ?? written;
  if (isUnsupportedPipe(name)) {
    throw new LogsQueryError(
      `the sandbox does not support the pipe ${JSON.stringify(name)}`,
    );
  }
  if (name in PARSERS) {
    lexer.next();
    return [
      inContext(`cannot parse '${name}' pipe`, () =>
        PARSERS[name](lexer, parsers),
      ),
    ].flat();
  }
  return [parseNamelessPipe(lexer, parsers, written)];
}

/** `count() n` is stats without its keyword; anything else is a filter without its keyword. */
function parseNamelessPipe(
  lexer: LogsLexer,
  parsers: PipeParsers,
  word: string,
): Pipe {
  const isStats =
    word === 'by' ||
    STATS_FUNCTIONS.has(word) ||
    UNSUPPORTED_STATS_FUNCTIONS.has(word);
  const { token } = lexer;
  const restore = lexer.save();
  if (isStats) {
    try {
      return parseStats(lexer, parsers.filter);
    } catch (error) {
      if (
        !(error instanceof LogsQueryError) ||
        UNSUPPORTED_STATS_FUNCTIONS.has(word)
      )
        throw error;
      restore();
    }
  }
  try {
    return { kind: 'filter', filter: parsers.filter() };
  } catch (error) {
    if (!(error instanceof LogsQueryError)) throw error;
    if (error.message.includes('the sandbox does not support')) throw error;
    throw new LogsQueryError(`unexpected pipe ${JSON.stringify(token)}`);
  }
}

function parsePairs(lexer: LogsLexer): Array<[string, string]> {
  const pairs: Array<[string, string]> = [];
  for (;;) {
    const from = inContext('cannot parse src field name', () =>
      readFieldName(lexer),
    );
    if (lexer.is('as')) lexer.next();
    pairs.push([
      from,
      inContext('cannot parse dst field name', () => readFieldName(lexer)),
    ]);
    if (lexer.is('|', ')', '')) return pairs;
    if (!lexer.is(',')) {
      throw new LogsQueryError(
        `unexpected token: ${JSON.stringify(
          lexer.token,
        )}; expecting ',', '|' or ')'`,
      );
    }
    lexer.next();
  }
}

function parseSort(lexer: LogsLexer): Pipe {
  let by: SortField[] = [];
  if (lexer.is('by', '(')) {
    if (lexer.is('by')) lexer.next();
    by = inContext("cannot parse 'by' clause", () => parseSortFields(lexer));
  }
  const descending = lexer.is('desc');
  if (lexer.is('desc', 'asc')) lexer.next();
  let offset = 0;
  let limit = 0;
  let rank: string | undefined;
  let partitionBy: string[] = [];
  for (;;) {
    if (lexer.is('offset')) {
      offset = parseCount(lexer);
    } else if (lexer.is('limit')) {
      limit = parseCount(lexer);
    } else if (lexer.is('rank')) {
      rank = parseRank(lexer);
    } else if (lexer.is('partition')) {
      lexer.next();
      if (lexer.is('by')) lexer.next();
      partitionBy = inContext("cannot parse 'partition by' args", () =>
        readFieldsInParentheses(lexer),
      );
    } else {
      if (partitionBy.length > 0 && limit === 0) {
        throw new LogsQueryError("missing 'limit' for 'partition by'");
      }
      return { kind: 'sort', by, descending, offset, limit, partitionBy, rank };
    }
  }
}

function parseSortFields(lexer: LogsLexer): SortField[] {
  if (!lexer.is('(')) throw new LogsQueryError('missing `(`');
  const fields: SortField[] = [];
  for (;;) {
    lexer.next();
    if (lexer.is(')')) break;
    const field = inContext('cannot parse field name', () =>
      readFieldName(lexer),
    );
    const descending = lexer.is('desc');
    if (lexer.is('desc', 'asc')) lexer.next();
    fields.push({ field, descending });
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

/** `first 3 by (f) partition by (g)` is a sort with a limit. */
function parseFirst(lexer: LogsLexer, last: boolean): Pipe {
  const limit = /^\d+$/.test(lexer.token) ? Number(lexer.token) : 1;
  if (/^\d+$/.test(lexer.token)) lexer.next();
  const sort = parseSort(lexer);
  if (sort.kind !== 'sort') return sort;
  return { ...sort, limit, descending: last !== sort.descending };
}

function parseUniq(lexer: LogsLexer): Pipe {
  const by = parseByFields(lexer, ['with', 'hits', 'limit']);
  let hits: string | undefined;
  if (lexer.is('with')) {
    lexer.next();
    if (!lexer.is('hits'))
      throw new LogsQueryError("missing 'hits' after 'with'");
  }
  if (lexer.is('hits')) {
    lexer.next();
    hits = unusedName('hits', by);
  }
  const limit = lexer.is('limit') ? parseCount(lexer) : 0;
  return { kind: 'uniq', by, hits, limit };
}

function parseTop(lexer: LogsLexer): Pipe {
  let limit = DEFAULT_LIMIT;
  if (/^\d/.test(lexer.token)) {
    limit = parseMathNumber(readValue(lexer)) ?? 0;
    if (limit < 1)
      throw new LogsQueryError(`N in 'top' must be integer bigger than 0`);
  }
  const by = parseByFields(lexer, ['hits', 'rank']);
  let hits = 'hits';
  let rank: string | undefined;
  for (;;) {
    if (lexer.is('hits')) {
      lexer.next();
      if (lexer.is('as')) lexer.next();
      hits = inContext("cannot parse 'hits' name", () => readValue(lexer));
    } else if (lexer.is('rank')) {
      rank = unusedName(parseRank(lexer), by);
    } else {
      return { kind: 'top', by, limit, hits: unusedName(hits, by), rank };
    }
  }
}

function parseByFields(lexer: LogsLexer, following: string[]): string[] {
  const named = lexer.is('by');
  if (named) lexer.next();
  let fields: string[] = [];
  if (lexer.is('(')) {
    fields = inContext("cannot parse 'by(...)'", () =>
      readFieldsInParentheses(lexer),
    );
  } else if (!lexer.is(...following, ')', '|', '')) {
    fields = inContext("cannot parse 'by ...'", () => readFieldList(lexer));
  } else if (named) {
    throw new LogsQueryError("missing fields after 'by'");
  }
  return fields.includes('*') ? [] : fields;
}

function parseRank(lexer: LogsLexer): string {
  lexer.next();
  if (lexer.is('as')) lexer.next();
  return lexer.is('|', ')', '', 'limit', 'offset', 'partition')
    ? 'rank'
    : readValue(lexer);
}

function parseFacets(lexer: LogsLexer): Pipe {
  let limit = DEFAULT_LIMIT;
  if (/^\d/.test(lexer.token)) {
    limit = Number(lexer.token);
    lexer.next();
  }
  let maxValues = DEFAULT_FACET_VALUES;
  let maxLength = DEFAULT_FACET_LENGTH;
  let keepConstant = false;
  for (;;) {
    if (lexer.is('max_values_per_field')) {
      maxValues = parseCount(lexer);
    } else if (lexer.is('max_value_len')) {
      maxLength = parseCount(lexer);
    } else if (lexer.is('keep_const_fields')) {
      keepConstant = true;
      lexer.next();
    } else {
      return { kind: 'facets', limit, maxValues, maxLength, keepConstant };
    }
  }
}

function parseStreamContext(lexer: LogsLexer): Pipe {
  let before = 0;
  let after = 0;
  while (lexer.is('before', 'after')) {
    if (lexer.is('before')) before = parseCount(lexer);
    else after = parseCount(lexer);
  }
  if (before === 0 && after === 0) {
    throw new LogsQueryError(
      "missing 'before N' or 'after N' in 'stream_context'",
    );
  }
  return { kind: 'stream_context', before, after };
}

/** Reads the number behind the current keyword. */
function parseCount(lexer: LogsLexer): number {
  const keyword = lexer.token;
  lexer.next();
  if (!/^\d+$/.test(lexer.token)) {
    throw new LogsQueryError(`cannot parse '${keyword} ${lexer.token}'`);
  }
  const count = Number(lexer.token);
  lexer.next();
  return count;
}

function readCount(lexer: LogsLexer, what: string): number {
  const count = parseMathNumber(lexer.token);
  if (count === undefined || count < 0) {
    throw new LogsQueryError(
      `cannot parse ${what} ${JSON.stringify(
        lexer.token,
      )}: cannot parse ${JSON.stringify(
        lexer.token,
      )} as unsigned integer: strconv.ParseUint: parsing ${JSON.stringify(
        lexer.token,
      )}: invalid syntax`,
    );
  }
  lexer.next();
  return count;
}

function unusedName(wanted: string, used: string[]): string {
  let name = wanted;
  while (used.includes(name)) name += 's';
  return name;
}
