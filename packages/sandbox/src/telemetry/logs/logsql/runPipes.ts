import { LogRow } from '../LogRow';
import { compareTimes } from '../time';
import { runStats } from './runStats';
import { Pipe } from './types';
import { compareValues } from './values';
import { PipeContext } from './PipeContext';
import { remade, compareWhole } from './rows';
import { streamContext } from './streamContext';
import { uniq, top, facets, counted } from './countRows';

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
