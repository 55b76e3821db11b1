import { formatNumber } from '../../metrics/formatNumber';
import { parseRfc3339Ns } from '../../goTime';
import { LogRow, MadeRow } from '../LogRow';
import { formatTime, fromNs, LogTime, toNs } from '../time';
import { GroupField, StatsPipe } from './types';
import { parseFloatStrict } from './values';
import { StatsContext, State, createState } from './statsFunctions';

const MS_IN_NS = 1_000_000;

const WEEK_NS = 7n * 86_400_000_000_000n;

/** The first Monday after the epoch is its fifth day. */
const MONDAY_OFFSET_NS = 4n * 86_400_000_000_000n;

interface Group {
  keys: string[];
  time: LogTime;
  states: State[];
}

/** Groups rows and computes the functions; without `by` there is always one row. */
export function runStats(
  rows: LogRow[],
  pipe: StatsPipe,
  context: StatsContext,
): LogRow[] {
  const tests = pipe.functions.map(one =>
    one.filter ? context.test(one.filter) : undefined,
  );
  const groups = new Map<string, Group>();
  const groupOf = (keys: string[], time: LogTime) => {
    const id = keys.length === 1 ? keys[0] : keys.join('\u0001');
    let group = groups.get(id);
    if (!group) {
      group = {
        keys,
        time,
        states: pipe.functions.map(one => createState(one, context)),
      };
      groups.set(id, group);
    }
    return group;
  };
  if (pipe.by.length === 0) groupOf([], { ms: 0, ns: 0 });
  const buckets = pipe.by.map(createBucket);
  for (const row of rows) {
    const { states } = groupOf(
      buckets.map(bucket => bucket(row)),
      row.time,
    );
    for (let i = 0; i < states.length; i++) {
      const test = tests[i];
      if (!test || test(row)) states[i].add(row);
    }
  }
  return [...groups.values()].map(({ keys, time, states }) => {
    const fields = pipe.by.map(({ field }, i): [string, string] => [
      field,
      keys[i],
    ]);
    const results = states.map((state, i): [string, string] => [
      pipe.functions[i].resultName,
      state.result(),
    ]);
    return new MadeRow([...fields, ...results], time);
  });
}

/** Answers the group of a row by one field. */
function createBucket(by: GroupField): (row: LogRow) => string {
  const { field, size, offset } = by;
  if (size === undefined) return row => row.get(field);
  if (field !== '_time') return row => bucketOf(row, field, size, offset);
  const shift = offset / MS_IN_NS;
  const width = typeof size === 'number' ? size / MS_IN_NS : NaN;
  if (!Number.isInteger(width) || !Number.isInteger(shift)) {
    return row => formatTime(fromNs(truncate(toNs(row.time), size, offset)));
  }
  // Whole milliseconds, the usual case, need no big integers, and few buckets are formatted.
  const names = new Map<number, string>();
  return ({ time }) => {
    const ms = Math.floor((time.ms - shift) / width) * width + shift;
    let name = names.get(ms);
    if (name === undefined) names.set(ms, (name = formatTime({ ms, ns: 0 })));
    return name;
  };
}

function bucketOf(
  row: LogRow,
  field: string,
  size: number | 'week' | 'month' | 'year',
  offset: number,
): string {
  const value = row.get(field);
  const number = parseFloatStrict(value);
  if (number !== undefined && typeof size === 'number') {
    return formatNumber(Math.floor((number - offset) / size) * size + offset);
  }
  const time = /^\d{4}-\d\d-\d\dT/.test(value)
    ? parseRfc3339Ns(value)
    : undefined;
  return time === undefined
    ? value
    : formatTime(fromNs(truncate(time, size, offset)));
}

function truncate(ns: bigint, size: number | string, offset: number): bigint {
  const shift = BigInt(Math.trunc(offset));
  const at = ns - shift;
  if (typeof size === 'number')
    return at - modulo(at, BigInt(Math.max(1, Math.trunc(size)))) + shift;
  if (size === 'week')
    return at - modulo(at - MONDAY_OFFSET_NS, WEEK_NS) + shift;
  const date = new Date(Number(at / 1_000_000n));
  const month = size === 'month' ? date.getUTCMonth() : 0;
  return BigInt(Date.UTC(date.getUTCFullYear(), month, 1)) * 1_000_000n + shift;
}

function modulo(value: bigint, by: bigint): bigint {
  const rest = value % by;
  return rest < 0n ? rest + by : rest;
}
