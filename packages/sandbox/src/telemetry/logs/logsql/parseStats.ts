import { parseDurationNs } from '../../goTime';
import { LogsLexer } from './LogsLexer';
import { LogsQueryError } from './LogsQueryError';
import { STATS_FUNCTIONS, UNSUPPORTED_STATS_FUNCTIONS } from './pipeNames';
import {
  canonicalField,
  inContext,
  readFieldName,
  readFieldsInParentheses,
  readPhrase,
} from './tokens';
import { Filter, GroupField, StatsFunction, StatsPipe } from './types';
import { parseBytes, parseFloatStrict } from './values';

const UNITS_NS: Record<string, number> = {
  nanosecond: 1,
  microsecond: 1e3,
  millisecond: 1e6,
  second: 1e9,
  minute: 60e9,
  hour: 3600e9,
  day: 86_400e9,
};

/** Parses `by (…) f(…) as name, …`, what follows `stats`. */
export function parseStats(
  lexer: LogsLexer,
  parseFilter: () => Filter,
): StatsPipe {
  let by: GroupField[] = [];
  if (lexer.is('by', '(')) {
    if (lexer.is('by')) lexer.next();
    by = inContext("cannot parse 'by' clause", () => parseGroupFields(lexer));
  }
  const functions: StatsFunction[] = [];
  for (;;) {
    const stats = parseFunction(lexer, parseFilter);
    if (by.some(({ field }) => field === stats.resultName)) {
      throw new LogsQueryError(
        `the ${JSON.stringify(stats.resultName)} is used as 'by' field [${
          stats.resultName
        }], so it cannot be used as result name for [${stats.text}]`,
      );
    }
    const twin = functions.find(
      ({ resultName }) => resultName === stats.resultName,
    );
    if (twin) {
      throw new LogsQueryError(
        `cannot use identical result name ${JSON.stringify(
          stats.resultName,
        )} for [${twin.text}] and [${stats.text}]`,
      );
    }
    functions.push(stats);
    if (lexer.is('|', ')', '')) return { kind: 'stats', by, functions };
    if (!lexer.is(',')) {
      throw new LogsQueryError(
        `unexpected token ${JSON.stringify(lexer.token)} after [${
          stats.text
        }]; want ',', '|' or ')'`,
      );
    }
    lexer.next();
  }
}

function parseGroupFields(lexer: LogsLexer): GroupField[] {
  if (!lexer.is('(')) throw new LogsQueryError('missing `(`');
  const fields: GroupField[] = [];
  for (;;) {
    lexer.next();
    if (lexer.is(')')) break;
    const field = canonicalField(
      inContext('cannot parse field name', () => readPhrase(lexer, false)),
    );
    fields.push(parseBucket(lexer, field));
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

function parseBucket(lexer: LogsLexer, field: string): GroupField {
  if (!lexer.is(':')) return { field, offset: 0 };
  lexer.next();
  const text = lexer.token;
  lexer.next();
  const size =
    text === 'week' || text === 'month' || text === 'year'
      ? text
      : bucketNumber(text);
  if (size === undefined) {
    throw new LogsQueryError(
      `cannot parse bucket size for field ${JSON.stringify(
        field,
      )}: ${JSON.stringify(text)}`,
    );
  }
  if (!lexer.is('offset')) return { field, size, offset: 0 };
  lexer.next();
  let sign = '';
  if (lexer.is('-')) {
    sign = '-';
    lexer.next();
  }
  const offset = bucketNumber(sign + lexer.token);
  if (offset === undefined) {
    throw new LogsQueryError(
      `cannot parse bucket offset for field ${JSON.stringify(
        field,
      )}: ${JSON.stringify(sign + lexer.token)}`,
    );
  }
  lexer.next();
  return { field, size, offset };
}

function bucketNumber(text: string): number | undefined {
  const duration = parseDurationNs(text);
  return (
    UNITS_NS[text] ??
    parseFloatStrict(text) ??
    (duration === undefined ? undefined : Number(duration)) ??
    parseBytes(text)
  );
}

function parseFunction(
  lexer: LogsLexer,
  parseFilter: () => Filter,
): StatsFunction {
  const name = lexer.isQuoted ? '' : lexer.token.toLowerCase();
  if (UNSUPPORTED_STATS_FUNCTIONS.has(name)) {
    throw new LogsQueryError(
      `the sandbox does not support the stats func ${name}()`,
    );
  }
  if (!STATS_FUNCTIONS.has(name)) {
    throw new LogsQueryError(
      `unknown stats func ${JSON.stringify(lexer.token)}`,
    );
  }
  const parsed = inContext(`cannot parse '${name}' func`, () =>
    parseArguments(lexer, name),
  );
  let filter: Filter | undefined;
  if (lexer.is('if')) {
    lexer.next();
    if (!lexer.is('(')) throw new LogsQueryError("missing '(' after 'if'");
    lexer.next();
    filter = parseFilter();
    if (!lexer.is(')'))
      throw new LogsQueryError("missing ')' after 'if' filter");
    lexer.next();
  }
  let { resultName } = parsed;
  if (!lexer.is(',', '|', ')', '')) {
    if (lexer.is('as')) lexer.next();
    resultName = inContext(`cannot parse result name for [${resultName}]`, () =>
      readFieldName(lexer),
    );
  }
  return { ...parsed, filter, resultName };
}

function parseArguments(lexer: LogsLexer, name: string): StatsFunction {
  lexer.next();
  const args = inContext(`cannot parse ${JSON.stringify(name)} args`, () =>
    readFieldsInParentheses(lexer),
  );
  let phi: number | undefined;
  if (name === 'quantile') {
    const [text] = args.splice(0, 1);
    if (text === undefined)
      throw new LogsQueryError("'quantile' must have at least phi arg");
    phi = parseFloatStrict(text);
    if (phi === undefined) {
      throw new LogsQueryError(
        `phi arg in 'quantile' must be floating point number; got ${JSON.stringify(
          text,
        )}`,
      );
    }
    if (phi < 0 || phi > 1) {
      throw new LogsQueryError(
        `phi arg in 'quantile' must be in the range [0..1]; got ${JSON.stringify(
          text,
        )}`,
      );
    }
  }
  let limit: number | undefined;
  if (lexer.is('limit')) {
    lexer.next();
    limit = Number(lexer.token);
    if (!/^\d+$/.test(lexer.token)) {
      throw new LogsQueryError(
        `cannot parse 'limit ${lexer.token}' for '${name}'`,
      );
    }
    lexer.next();
  }
  const fields = args.includes('*') ? [] : args;
  const shown = [
    ...(phi === undefined ? [] : [String(phi)]),
    ...(fields.length ? fields : ['*']),
  ];
  const list =
    name.startsWith('rate') && fields.length === 0 ? '' : shown.join(', ');
  const text = `${name}(${list})${limit ? ` limit ${limit}` : ''}`;
  return { name, fields, phi, limit, text, resultName: text };
}
