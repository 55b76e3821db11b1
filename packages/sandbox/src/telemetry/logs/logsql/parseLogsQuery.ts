import { LogsLexer } from './LogsLexer';
import { LogsQueryError } from './LogsQueryError';
import { parseFilter } from './parseFilter';
import { parsePipes } from './parsePipes';
import { inContext, readCompound } from './tokens';
import { Filter, LogsQuery } from './types';

/** Parses a whole LogsQL query; relative times count from `nowNs`. */
export function parseLogsQuery(text: string, nowNs: bigint): LogsQuery {
  const lexer = new LogsLexer(text, nowNs);
  const query = parseQuery(lexer, false);
  if (!lexer.isEnd) {
    throw new LogsQueryError(
      `unexpected unparsed tail after [${lexer.before}]; context: [${lexer.context}]; tail: [${lexer.rest}]`,
    );
  }
  return query;
}

/** Parses a filter alone, as `extra_filters` takes it. */
export function parseLogsFilter(text: string, nowNs: bigint): Filter {
  const { filter, pipes } = parseLogsQuery(text, nowNs);
  if (pipes.length > 0) {
    throw new LogsQueryError(`unexpected pipes after the filter [${text}]`);
  }
  return filter;
}

function parseQuery(lexer: LogsLexer, inheritedIgnore: boolean): LogsQuery {
  try {
    const ignoresGlobalTime = parseOptions(lexer) ?? inheritedIgnore;
    const readFilter = () =>
      parseFilter(lexer, inner => parseInQuery(inner, ignoresGlobalTime));
    const filter = readFilter();
    let pipes: LogsQuery['pipes'] = [];
    if (lexer.is('|')) {
      lexer.next();
      pipes = parsePipes(lexer, {
        filter: readFilter,
        subquery: () => parseInParentheses(lexer, ignoresGlobalTime),
      });
    }
    return { filter, pipes, ignoresGlobalTime };
  } catch (error) {
    if (!(error instanceof LogsQueryError)) throw error;
    throw new LogsQueryError(`${error.message}; context: [${lexer.context}]`);
  }
}

function parseInParentheses(
  lexer: LogsLexer,
  ignoresGlobalTime: boolean,
): LogsQuery {
  if (!lexer.is('(')) throw new LogsQueryError("missing '('");
  lexer.next();
  const query = parseQuery(lexer, ignoresGlobalTime);
  if (!lexer.is(')')) throw new LogsQueryError("missing ')' after subquery");
  lexer.next();
  return query;
}

function parseInQuery(lexer: LogsLexer, ignoresGlobalTime: boolean) {
  const query = inContext('cannot parse in(...) query', () =>
    parseInParentheses(lexer, ignoresGlobalTime),
  );
  const last = query.pipes[query.pipes.length - 1];
  let fields: string[] = [];
  if (last?.kind === 'fields') fields = last.fields;
  else if (last?.kind === 'uniq') fields = last.by;
  else {
    throw new LogsQueryError(
      "cannot determine field name for values in 'in(...)': missing 'fields' or 'uniq' pipes at the end of query",
    );
  }
  if (fields.length !== 1 || fields[0] === '*') {
    throw new LogsQueryError(
      "cannot determine field name for values in 'in(...)': the last pipe must contain only a single non-star field name",
    );
  }
  return { query, field: fields[0] };
}

/** Answers whether `start` and `end` are to be ignored; undefined when nothing is said about it. */
function parseOptions(lexer: LogsLexer): boolean | undefined {
  if (!lexer.is('options')) return undefined;
  lexer.next();
  if (!lexer.is('(')) {
    throw new LogsQueryError(
      "missing '(' after 'options' keyword; wrap 'options' into quotes if you are searching for this word in the log message",
    );
  }
  lexer.next();
  let ignores: boolean | undefined;
  const stops = ['=', ',', '(', ')', '[', ']', '|', ''];
  while (!lexer.is(')')) {
    const key = readCompound(lexer, stops);
    if (!lexer.is('=')) {
      throw new LogsQueryError(
        `cannot parse 'options': missing '=' after ${JSON.stringify(
          key,
        )} key; got ${JSON.stringify(lexer.token)} instead`,
      );
    }
    lexer.next();
    const value = readCompound(lexer, stops);
    if (key === 'ignore_global_time_filter')
      ignores = value === 'true' || value === '1';
    else if (key !== 'concurrency') {
      throw new LogsQueryError(
        `unexpected option ${JSON.stringify(key)} with value ${JSON.stringify(
          value,
        )}`,
      );
    }
    if (lexer.is(',')) lexer.next();
    else if (!lexer.is(')')) {
      throw new LogsQueryError(
        `unexpected token inside the 'options(...)': ${JSON.stringify(
          lexer.token,
        )}; want ',' or ')'`,
      );
    }
  }
  lexer.next();
  return ignores;
}
