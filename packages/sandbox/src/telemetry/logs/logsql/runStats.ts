import { formatNumber } from '../../metrics/formatNumber';
import { parseRfc3339Ns } from '../../goTime';
import { LogRow, MadeRow } from '../LogRow';
import { formatTime, fromNs, LogTime, toNs } from '../time';
import { RowTest } from './compileFilter';
import { GroupField, StatsFunction, StatsPipe } from './types';
import { compareValues, parseFloatStrict } from './values';

const WEEK_NS = 7n * 86_400_000_000_000n;
/** The first Monday after the epoch is its fifth day. */
const MONDAY_OFFSET_NS = 4n * 86_400_000_000_000n;

/** What a stats pipe needs besides its rows. */
export interface StatsContext {
  test(filter: NonNullable<StatsFunction['filter']>): RowTest;
  /** Seconds that `rate` divides by. */
  rangeSeconds: number;
}

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
    const id = keys.join('\u0001');
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
  for (const row of rows) {
    const keys = pipe.by.map(by => bucketOf(row, by));
    const { states } = groupOf(keys, row.time);
    states.forEach((state, i) => {
      if (!tests[i] || tests[i]!(row)) state.add(row);
    });
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

function bucketOf(row: LogRow, { field, size, offset }: GroupField): string {
  if (size === undefined) return row.get(field);
  if (field === '_time')
    return formatTime(fromNs(truncate(toNs(row.time), size, offset)));
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

interface State {
  add(row: LogRow): void;
  result(): string;
}

function createState(stats: StatsFunction, context: StatsContext): State {
  const { fields, limit, name } = stats;
  const valuesOf = (row: LogRow) =>
    fields.length > 0
      ? fields.map(field => row.get(field))
      : row.entries().map(([, value]) => value);
  const numbersOf = (row: LogRow) =>
    valuesOf(row).flatMap(value => parseFloatStrict(value) ?? []);
  switch (name) {
    case 'count':
    case 'count_empty':
    case 'rate': {
      let count = 0;
      const counts = (row: LogRow) => {
        if (name === 'count_empty')
          return valuesOf(row).every(value => value === '');
        return fields.length === 0 || valuesOf(row).some(value => value !== '');
      };
      return {
        add: row => {
          if (counts(row)) count++;
        },
        result: () =>
          formatNumber(name === 'rate' ? count / context.rangeSeconds : count),
      };
    }
    case 'count_uniq':
    case 'count_uniq_hash': {
      const seen = new Set<string>();
      return {
        add: row => {
          const values = valuesOf(row);
          if (values.some(value => value !== ''))
            seen.add(values.join('\u0001'));
        },
        result: () => String(limit ? Math.min(limit, seen.size) : seen.size),
      };
    }
    case 'uniq_values':
    case 'values': {
      const list: string[] = [];
      const unique = new Set<string>();
      return {
        add: row => {
          for (const value of valuesOf(row)) {
            list.push(value);
            if (value !== '') unique.add(value);
          }
        },
        result: () => {
          const found =
            name === 'values' ? list : [...unique].sort(compareValues);
          return JSON.stringify(limit ? found.slice(0, limit) : found);
        },
      };
    }
    case 'min':
    case 'max': {
      let best: string | undefined;
      return {
        add: row => {
          for (const value of valuesOf(row)) {
            if (best === undefined) best = value;
            else if (
              name === 'min'
                ? compareValues(value, best) < 0
                : compareValues(value, best) > 0
            ) {
              best = value;
            }
          }
        },
        result: () => best ?? '',
      };
    }
    case 'quantile':
    case 'median': {
      const all: string[] = [];
      return {
        add: row => all.push(...valuesOf(row)),
        result: () => {
          const phi = stats.phi ?? 0.5;
          const sorted = all.sort(compareValues);
          const index = Math.min(
            sorted.length - 1,
            Math.trunc(phi * sorted.length),
          );
          return sorted[index] ?? '';
        },
      };
    }
    case 'sum_len': {
      let length = 0;
      return {
        add: row => {
          for (const value of valuesOf(row)) length += Buffer.byteLength(value);
        },
        result: () => String(length),
      };
    }
    default: {
      let sum = 0;
      let count = 0;
      return {
        add: row => {
          for (const number of numbersOf(row)) {
            sum += number;
            count++;
          }
        },
        result: () => {
          if (name === 'avg') return formatNumber(sum / count);
          if (name === 'rate_sum')
            return formatNumber(sum / context.rangeSeconds);
          return formatNumber(count === 0 ? NaN : sum);
        },
      };
    }
  }
}
