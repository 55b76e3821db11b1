import { formatNumber } from '../../metrics/formatNumber';
import { LogRow } from '../LogRow';
import { RowTest } from './compileFilter';
import { StatsFunction } from './types';
import { compareValues, parseFloatStrict } from './values';

/** What a stats pipe needs besides its rows. */
export interface StatsContext {
  test(filter: NonNullable<StatsFunction['filter']>): RowTest;
  /** Seconds that `rate` divides by. */
  rangeSeconds: number;
}

export interface State {
  add(row: LogRow): void;
  result(): string;
}

export function createState(
  stats: StatsFunction,
  context: StatsContext,
): State {
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
