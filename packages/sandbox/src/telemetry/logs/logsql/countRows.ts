import { LogRow, MadeRow } from '../LogRow';
import { LogTime } from '../time';
import { Pipe } from './types';
import { remade, compareWhole } from './rows';

interface Tally {
  row: LogRow;
  hits: number;
}

function tally(rows: LogRow[], by: string[]): Tally[] {
  const seen = new Map<string, Tally>();
  for (const row of rows) {
    const entries =
      by.length > 0
        ? by.map((name): [string, string] => [name, row.get(name)])
        : row.entries();
    const key = entries
      .map(([name, value]) => `${name}\u0001${value}`)
      .join('\u0002');
    const known = seen.get(key);
    if (known) known.hits++;
    else seen.set(key, { row: remade(row, entries), hits: 1 });
  }
  return [...seen.values()];
}

function withHits({ row, hits }: Tally, name: string | undefined): LogRow {
  return name ? remade(row, [...row.entries(), [name, String(hits)]]) : row;
}

export function uniq(
  rows: LogRow[],
  by: string[],
  hits: string | undefined,
  limit: number,
): LogRow[] {
  const tallies = tally(rows, by);
  // Hits of a cut list would be wrong, so the real server answers 0 for them.
  const cut = limit > 0 && tallies.length > limit;
  const shown = cut
    ? tallies.slice(0, limit).map(one => ({ ...one, hits: 0 }))
    : tallies;
  return shown.map(one => withHits(one, hits));
}

export function top(
  rows: LogRow[],
  pipe: Extract<Pipe, { kind: 'top' }>,
): LogRow[] {
  return tally(rows, pipe.by)
    .sort((a, b) => b.hits - a.hits || compareWhole(a.row, b.row))
    .slice(0, pipe.limit)
    .map((one, i) => {
      const row = withHits(one, pipe.hits);
      return pipe.rank
        ? remade(row, [...row.entries(), [pipe.rank, String(i + 1)]])
        : row;
    });
}

/** Fields with their most frequent values, as rows of field_name, field_value and hits. */
export function facets(
  rows: LogRow[],
  pipe: Extract<Pipe, { kind: 'facets' }>,
): LogRow[] {
  const byField = new Map<string, Map<string, number>>();
  const ignored = new Set<string>();
  for (const row of rows) {
    for (const [name, value] of row.entries()) {
      if (value.length > pipe.maxLength) ignored.add(name);
      let hits = byField.get(name);
      if (!hits) byField.set(name, (hits = new Map()));
      // A field is given up once another line comes after it had all its values.
      if (hits.size >= pipe.maxValues) ignored.add(name);
      else hits.set(value, (hits.get(value) ?? 0) + 1);
    }
  }
  const time: LogTime = { ms: 0, ns: 0 };
  return [...byField.keys()].sort().flatMap(name => {
    const hits = byField.get(name)!;
    if (ignored.has(name)) return [];
    const [first] = hits.values();
    if (hits.size === 1 && first === rows.length && !pipe.keepConstant)
      return [];
    return [...hits]
      .sort((a, b) => b[1] - a[1])
      .slice(0, pipe.limit)
      .map(
        ([value, count]) =>
          new MadeRow(
            [
              ['field_name', name],
              ['field_value', value],
              ['hits', String(count)],
            ],
            time,
          ),
      );
  });
}

/** Values with the number of their occurrences, most frequent first. */
export function counted(values: string[], name: string): LogRow[] {
  const hits = new Map<string, number>();
  for (const value of values) hits.set(value, (hits.get(value) ?? 0) + 1);
  return [...hits]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(
      ([value, count]) =>
        new MadeRow(
          [
            [name, value],
            ['hits', String(count)],
          ],
          { ms: 0, ns: 0 },
        ),
    );
}
