import { LogsLexer } from './LogsLexer';
import { LogsQueryError } from './LogsQueryError';
import {
  inContext,
  readFieldList,
  readFieldsInParentheses,
  readValue,
} from './tokens';
import { Pipe } from './types';
import { parseMathNumber } from './values';
import { parseCount, unusedName } from './pipeNumbers';
import { parseRank } from './parseSort';

export const DEFAULT_LIMIT = 10;

export function parseUniq(lexer: LogsLexer): Pipe {
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

export function parseTop(lexer: LogsLexer): Pipe {
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
