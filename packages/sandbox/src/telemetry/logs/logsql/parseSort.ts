import { LogsLexer } from './LogsLexer';
import { LogsQueryError } from './LogsQueryError';
import {
  inContext,
  readFieldName,
  readFieldsInParentheses,
  readValue,
} from './tokens';
import { Pipe, SortField } from './types';
import { parseCount } from './pipeNumbers';

export function parseSort(lexer: LogsLexer): Pipe {
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
export function parseFirst(lexer: LogsLexer, last: boolean): Pipe {
  const limit = /^\d+$/.test(lexer.token) ? Number(lexer.token) : 1;
  if (/^\d+$/.test(lexer.token)) lexer.next();
  const sort = parseSort(lexer);
  if (sort.kind !== 'sort') return sort;
  return { ...sort, limit, descending: last !== sort.descending };
}

export function parseRank(lexer: LogsLexer): string {
  lexer.next();
  if (lexer.is('as')) lexer.next();
  return lexer.is('|', ')', '', 'limit', 'offset', 'partition')
    ? 'rank'
    : readValue(lexer);
}
