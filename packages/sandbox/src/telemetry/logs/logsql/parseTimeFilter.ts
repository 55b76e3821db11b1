import { parseDurationNs, parseTimeNs } from '../../goTime';
import { BEGINNING, END, fromNs } from '../time';
import { LogsLexer } from './LogsLexer';
import { LogsQueryError } from './LogsQueryError';
import { inContext, readValue } from './tokens';
import { Filter } from './types';

const HOUR_NS = 3_600_000_000_000n;

/** A range in nanoseconds; undefined is open. */
interface Range {
  from?: bigint;
  to?: bigint;
}

/** Parses what follows `_time:`. */
export function parseTimeFilter(lexer: LogsLexer): Filter {
  if (lexer.is('day_range', 'week_range')) {
    throw new LogsQueryError(
      `the sandbox does not support the filter _time:${lexer.token}`,
    );
  }
  const range = lexer.is('offset') ? { to: lexer.nowNs } : parseRange(lexer);
  let offset = 0n;
  if (lexer.is('offset')) {
    lexer.next();
    offset = inContext('cannot parse offset for _time filter', () =>
      readDuration(lexer),
    );
  }
  return {
    kind: 'time',
    from: range.from === undefined ? BEGINNING : fromNs(range.from - offset),
    to: range.to === undefined ? END : fromNs(range.to - offset),
  };
}

function parseRange(lexer: LogsLexer): Range {
  if (lexer.is('>', '<')) return parseOpenRange(lexer, lexer.is('>'));
  if (lexer.is('[', '(')) return parseBrackets(lexer);
  if (lexer.is('=')) lexer.next();
  if (isTime(lexer)) {
    const { ns, text } = inContext('cannot parse _time filter', () =>
      readTime(lexer),
    );
    return { from: ns, to: lastMomentOf(ns, text) };
  }
  const duration = inContext('cannot parse duration at _time filter', () =>
    readDuration(lexer),
  );
  return { from: lexer.nowNs - absolute(duration), to: lexer.nowNs };
}

/** `_time:>t` is after t; `_time:>5m` is older than five minutes. */
function parseOpenRange(lexer: LogsLexer, greater: boolean): Range {
  lexer.next();
  const inclusive = lexer.is('=');
  if (inclusive) lexer.next();
  if (isTime(lexer)) {
    const side = greater ? 'start' : 'end';
    const { ns, text } = inContext(
      `cannot parse ${side} time in _time filter`,
      () => readTime(lexer),
    );
    if (greater) return { from: inclusive ? ns : ns + 1n };
    return { to: inclusive ? lastMomentOf(ns, text) : ns - 1n };
  }
  const age = absolute(
    inContext('cannot parse duration at _time filter', () =>
      readDuration(lexer),
    ),
  );
  if (greater) return { to: lexer.nowNs - (inclusive ? age : age + 1n) };
  return { from: lexer.nowNs - (inclusive ? age : age - 1n), to: lexer.nowNs };
}

function parseBrackets(lexer: LogsLexer): Range {
  const includesStart = lexer.is('[');
  lexer.next();
  const start = inContext('cannot parse start time in _time filter', () =>
    readTime(lexer),
  );
  if (!lexer.is(',')) {
    throw new LogsQueryError(
      `unexpected token after start time in _time filter: ${JSON.stringify(
        lexer.token,
      )}; want ','`,
    );
  }
  if (!lexer.next())
    throw new LogsQueryError('missing end time in _time filter');
  const end = inContext('cannot parse end time in _time filter', () =>
    readTime(lexer),
  );
  if (!lexer.is(']', ')')) {
    throw new LogsQueryError(
      `_time filter ends with unexpected token ${JSON.stringify(
        lexer.token,
      )}; it must end with ']' or ')'`,
    );
  }
  const includesEnd = lexer.is(']');
  lexer.next();
  return {
    from: includesStart ? start.ns : start.ns + 1n,
    to: includesEnd ? lastMomentOf(end.ns, end.text) : end.ns - 1n,
  };
}

function isTime(lexer: LogsLexer): boolean {
  return lexer.is('now') || /^\d{4}(?:$|[-+Zz])/.test(lexer.token);
}

function readTime(lexer: LogsLexer): { ns: bigint; text: string } {
  const text = readValue(lexer);
  try {
    return { ns: parseTimeNs(text, lexer.nowNs), text };
  } catch (error) {
    throw new LogsQueryError((error as Error).message);
  }
}

function readDuration(lexer: LogsLexer): bigint {
  const text = readValue(lexer);
  const duration = parseDurationNs(text);
  if (duration === undefined) {
    throw new LogsQueryError(`cannot parse duration ${JSON.stringify(text)}`);
  }
  return duration;
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** `2026-11-20` means the whole day: the end of a range reaches to its last nanosecond. */
function lastMomentOf(ns: bigint, text: string): bigint {
  const plain = text.replace(/Z$|[-+]\d\d:\d\d$/, '');
  const date = new Date(Number(ns / 1_000_000n));
  switch (plain.length) {
    case 4:
      return ns + daysNs(date, 12) - 1n;
    case 7:
      return ns + daysNs(date, 1) - 1n;
    case 10:
      return ns + 24n * HOUR_NS - 1n;
    case 13:
      return ns + HOUR_NS - 1n;
    case 16:
      return ns + HOUR_NS / 60n - 1n;
    case 19:
      return ns + HOUR_NS / 3600n - 1n;
    case 23:
      return ns + 1_000_000n - 1n;
    default:
      return ns;
  }
}

function daysNs(date: Date, months: number): bigint {
  const next = Date.UTC(
    date.getUTCFullYear(),
    date.getUTCMonth() + months,
    date.getUTCDate(),
  );
  const first = Date.UTC(
    date.getUTCFullYear(),
    date.getUTCMonth(),
    date.getUTCDate(),
  );
  return BigInt(next - first) * 1_000_000n;
}
