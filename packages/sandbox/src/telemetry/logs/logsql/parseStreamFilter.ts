import { compileGoRegexp } from '../../goRegexp';
import { LogsLexer } from './LogsLexer';
import { LogsQueryError } from './LogsQueryError';
import { inContext, readCompound } from './tokens';
import { Filter, StreamTagFilter } from './types';

const NAME_STOPS = ['=', '!=', '=~', '!~', ',', '{', '}', "'", '"', '`', ''];
const VALUE_STOPS = [',', '{', '}', "'", '"', '`', ''];

/** Parses `{a="1",b=~"2" or c!="3"}`. */
export function parseStreamFilter(lexer: LogsLexer): Filter {
  if (!lexer.is('{')) {
    throw new LogsQueryError(
      `unexpected token ${JSON.stringify(
        lexer.token,
      )} instead of '{' in _stream filter`,
    );
  }
  if (!lexer.next())
    throw new LogsQueryError("incomplete _stream filter after '{'");
  const alternatives: StreamTagFilter[][] = [];
  for (;;) {
    alternatives.push(parseAnd(lexer));
    if (lexer.is('}')) break;
    if (!lexer.next())
      throw new LogsQueryError("incomplete _stream filter after 'or'");
    if (lexer.is('}'))
      throw new LogsQueryError("unexpected '}' after 'or' in _stream filter");
  }
  lexer.next();
  // An empty alternative finds nothing, as on the real server.
  return {
    kind: 'stream',
    alternatives: alternatives.filter(tags => tags.length > 0),
  };
}

function parseAnd(lexer: LogsLexer): StreamTagFilter[] {
  const filters: StreamTagFilter[] = [];
  while (!lexer.is('}')) {
    filters.push(parseTag(lexer));
    if (lexer.is('or', '}')) break;
    if (!lexer.is(',')) {
      throw new LogsQueryError(
        `unexpected token ${JSON.stringify(
          lexer.token,
        )} in _stream filter; want 'or', 'and', '}' or ','`,
      );
    }
    if (!lexer.next())
      throw new LogsQueryError("missing stream filter after ','");
  }
  return filters;
}

function parseTag(lexer: LogsLexer): StreamTagFilter {
  const name = inContext('cannot parse stream tag name', () =>
    readCompound(lexer, NAME_STOPS),
  );
  if (lexer.is('in', 'not_in')) return parseList(lexer, name);
  if (!lexer.is('=', '!=', '=~', '!~')) {
    throw new LogsQueryError(
      `unsupported operation ${JSON.stringify(
        lexer.token,
      )} inside {...} for ${JSON.stringify(
        name,
      )} field; supported operations: =, !=, =~, !~, in, not_in`,
    );
  }
  const operator = lexer.token;
  lexer.next();
  const value = inContext(
    `cannot parse value for tag ${JSON.stringify(name)}`,
    () => readCompound(lexer, VALUE_STOPS),
  );
  if (operator === '=') return { name, test: other => other === value };
  if (operator === '!=') return { name, test: other => other !== value };
  const pattern = compile(value);
  return operator === '=~'
    ? { name, test: other => pattern.test(other) }
    : { name, test: other => !pattern.test(other) };
}

function parseList(lexer: LogsLexer, name: string): StreamTagFilter {
  const wanted = lexer.is('in');
  lexer.next();
  if (!lexer.is('(')) throw new LogsQueryError("missing '(' inside {...}");
  const values = new Set<string>();
  lexer.next();
  while (!lexer.is(')')) {
    values.add(readCompound(lexer, [...VALUE_STOPS, '(', ')']));
    if (lexer.is(',')) lexer.next();
    else if (!lexer.is(')'))
      throw new LogsQueryError("missing ')' inside {...}");
  }
  lexer.next();
  return { name, test: other => values.has(other) === wanted };
}

function compile(pattern: string): RegExp {
  try {
    return compileGoRegexp(pattern, { anchored: true, shown: pattern });
  } catch (error) {
    throw new LogsQueryError(
      `invalid regexp ${JSON.stringify(pattern)} for stream filter: ${
        (error as Error).message
      }`,
    );
  }
}
