import { LogsLexer } from './LogsLexer';
import { LogsQueryError } from './LogsQueryError';
import { parseMathNumber } from './values';

/** Reads the number behind the current keyword. */
export function parseCount(lexer: LogsLexer): number {
  const keyword = lexer.token;
  lexer.next();
  if (!/^\d+$/.test(lexer.token)) {
    throw new LogsQueryError(`cannot parse '${keyword} ${lexer.token}'`);
  }
  const count = Number(lexer.token);
  lexer.next();
  return count;
}

export function readCount(lexer: LogsLexer, what: string): number {
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

export function unusedName(wanted: string, used: string[]): string {
  let name = wanted;
  while (used.includes(name)) name += 's';
  return name;
}
