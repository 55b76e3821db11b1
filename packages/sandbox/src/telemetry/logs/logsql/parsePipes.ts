import { LogsLexer } from './LogsLexer';
import { LogsQueryError } from './LogsQueryError';
import { parseStats } from './parseStats';
import {
  isUnsupportedPipe,
  STATS_FUNCTIONS,
  UNSUPPORTED_STATS_FUNCTIONS,
} from './pipeNames';
import { inContext, readFieldList, readFieldName } from './tokens';
import { Filter, LogsQuery, Pipe } from './types';
import { parseCount, readCount } from './pipeNumbers';
import { parseSort, parseFirst } from './parseSort';
import { DEFAULT_LIMIT, parseUniq, parseTop } from './parseUniq';

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
