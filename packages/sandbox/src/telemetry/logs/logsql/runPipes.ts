import { LogRow, MadeRow } from '../LogRow';
import { compareTimes, formatTime, fromNs, LogTime, toNs } from '../time';
import { RowTest } from './compileFilter';
import { runStats } from './runStats';
import { Filter, LogsQuery, Pipe } from './types';
import { compareValues } from './values';

/** What pipes need besides their rows. */
export interface PipeContext {
  test(filter: Filter): RowTest;
  runQuery(query: LogsQuery): LogRow[];
  /** All lines of one stream by time, whatever the query's filter. */
  streamRows(streamId: string): LogRow[];
  rangeSeconds: number;
}

type SortPipe = Extract<Pipe, { kind: 'sort' }>;

/** Puts rows through the pipes, one after the other. */
export function runPipes(
  rows: LogRow[],
  pipes: Pipe[],
  context: PipeContext,
): LogRow[] {
  return pipes.reduce((current, pipe) => runPipe(current, pipe, context), rows);
}

function runPipe(rows: LogRow[], pipe: Pipe, context: PipeContext): LogRow[] {
  switch (pipe.kind) {
    case 'fields':
      return pipe.fields[0] === '*'
        ? rows
        : rows.map(row => pick(row, pipe.fields));
    case 'delete':
      return rows.map(row =>
        remade(
          row,
          row.entries().filter(([name]) => !pipe.fields.includes(name)),
        ),
      );
    case 'rename':
    case 'copy':
      return rows.map(row => move(row, pipe.pairs, pipe.kind === 'copy'));
    case 'filter':
      return rows.filter(context.test(pipe.filter));
    case 'limit':
      return rows.slice(0, pipe.count);
    case 'offset':
      return rows.slice(pipe.count);
    case 'sort':
      return sort(rows, pipe);
    case 'stats':
      return runStats(rows, pipe, context);
    case 'uniq':
      return uniq(rows, pipe.by, pipe.hits, pipe.limit);
    case 'top':
      return top(rows, pipe);
    case 'facets':
      return facets(rows, pipe);
    case 'field_names':
      return counted(
        rows.flatMap(row => row.entries().map(([name]) => name)),
        'name',
      );
    case 'field_values':
      return counted(
        rows.map(row => row.get(pipe.field)),
        pipe.field,
      ).slice(0, pipe.limit || undefined);
    case 'stream_context':
      return streamContext(rows, pipe.before, pipe.after, context);
    default:
      return [...rows, ...context.runQuery(pipe.query)];
  }
}

function remade(row: LogRow, fields: Iterable<[string, string]>): LogRow {
  return new MadeRow(fields, row.time);
}

function pick(row: LogRow, fields: string[]): LogRow {
  return remade(
    row,
    fields.map((name): [string, string] => [name, row.get(name)]),
  );
}

function move(
  row: LogRow,
  pairs: Array<[string, string]>,
  keep: boolean,
): LogRow {
  const fields = new Map(row.entries());
  for (const [from, to] of pairs) {
    const value = fields.get(from) ?? '';
    if (!keep) fields.delete(from);
    fields.set(to, value);
  }
  return remade(row, fields);
}

function sort(rows: LogRow[], pipe: SortPipe): LogRow[] {
  const { by, descending, offset, limit, partitionBy, rank } = pipe;
  const sign = descending ? -1 : 1;
  const sorted = [...rows].sort((a, b) => {
    for (const { field, descending: fieldDescending } of by) {
      const order =
        field === '_time'
          ? compareTimes(a.time, b.time)
          : compareValues(a.get(field), b.get(field));
      if (order !== 0) return sign * (fieldDescending ? -order : order);
    }
    return by.length === 0 ? sign * compareWhole(a, b) : 0;
  });
  const parts = new Map<string, LogRow[]>();
  for (const row of sorted) {
    const key = partitionBy.map(field => row.get(field)).join('\u0001');
    const part = parts.get(key);
    if (part) part.push(row);
    else parts.set(key, [row]);
  }
  return [...parts.values()].flatMap(part => {
    const chosen = part.slice(offset, limit > 0 ? offset + limit : undefined);
    if (!rank) return chosen;
    return chosen.map((row, i) =>
      remade(row, [[rank, String(offset + i + 1)], ...row.entries()]),
    );
  });
}

function compareWhole(a: LogRow, b: LogRow): number {
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

function uniq(
  rows: LogRow[],
  by: string[],
  hits: string | undefined,
  limit: number,
): LogRow[] {
  const tallies = tally(rows, by).filter(({ row }) => row.entries().length > 0);
  // Hits of a cut list would be wrong, so the real server answers 0 for them.
  const cut = limit > 0 && tallies.length > limit;
  const shown = cut
    ? tallies.slice(0, limit).map(one => ({ ...one, hits: 0 }))
    : tallies;
  return shown.map(one => withHits(one, hits));
}

function top(rows: LogRow[], pipe: Extract<Pipe, { kind: 'top' }>): LogRow[] {
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
function facets(
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
function counted(values: string[], name: string): LogRow[] {
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

/**
 * The rows with their neighbours in the same stream, oldest first. Where there is
 * more than one passage, each ends with a line of dashes.
 */
function streamContext(
  rows: LogRow[],
  before: number,
  after: number,
  context: PipeContext,
): LogRow[] {
  const wanted = new Map<string, LogTime[]>();
  for (const row of rows) {
    const id = row.get('_stream_id');
    wanted.set(id, [...(wanted.get(id) ?? []), row.time]);
  }
  const passages = [...wanted].flatMap(([id, times]) =>
    cutPassages(context.streamRows(id), times, before, after),
  );
  if (passages.length < 2) return passages.flat();
  return passages.flatMap(passage => [
    ...passage,
    delimiterAfter(passage[passage.length - 1]),
  ]);
}

function cutPassages(
  stream: LogRow[],
  times: LogTime[],
  before: number,
  after: number,
): LogRow[][] {
  const ranges: Array<{ from: number; to: number }> = [];
  stream.forEach((row, i) => {
    if (!times.some(time => compareTimes(time, row.time) === 0)) return;
    const from = Math.max(0, i - before);
    const to = Math.min(stream.length - 1, i + after);
    const last = ranges[ranges.length - 1];
    if (last && from <= last.to) last.to = to;
    else ranges.push({ from, to });
  });
  return ranges.map(({ from, to }) => stream.slice(from, to + 1));
}

function delimiterAfter(row: LogRow): LogRow {
  const time = fromNs(toNs(row.time) + 1n);
  return new MadeRow(
    [
      ['_time', formatTime(time)],
      ['_stream_id', row.get('_stream_id')],
      ['_stream', row.get('_stream')],
      ['_msg', '---'],
    ],
    time,
  );
}
