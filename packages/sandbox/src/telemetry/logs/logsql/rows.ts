import { LogRow, MadeRow } from '../LogRow';
import { compareValues } from './values';

export function remade(
  row: LogRow,
  fields: Iterable<[string, string]>,
): LogRow {
  return new MadeRow(fields, row.time);
}

export function compareWhole(a: LogRow, b: LogRow): number {
  const left = a.entries();
  const right = b.entries();
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order =
      compareValues(left[i][0], right[i][0]) ||
      compareValues(left[i][1], right[i][1]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}
