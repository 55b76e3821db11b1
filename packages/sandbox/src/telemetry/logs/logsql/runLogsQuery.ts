import { FieldSet } from '../FieldSets';
import { LogRow } from '../LogRow';
import { MemoryLogStore, Tenant } from '../MemoryLogStore';
import { BEGINNING, compareTimes, END, LogTime } from '../time';
import { compileFilter, RowTest, timeRangeOf } from './compileFilter';
import { LogsQueryError } from './LogsQueryError';
import { runPipes } from './runPipes';
import { Filter, LogsQuery, Pipe } from './types';

/** Lines between two looks at the clock. */
const LINES_PER_CHECK = 4096;

/** Pipes after which the newest N of the results are the newest N of the lines. */
const KEEPS_LINES: ReadonlySet<Pipe['kind']> = new Set([
  'fields',
  'delete',
  'rename',
  'copy',
  'filter',
]);

/** Pipes that need not be handed lines in the order of the answer. */
const IGNORES_ORDER: ReadonlySet<Pipe['kind']> = new Set([
  'stats',
  'sort',
  'top',
  'facets',
  'field_names',
  'field_values',
]);

/** What a query is run against. */
export interface LogsQueryContext {
  store: MemoryLogStore;
  tenant: Tenant;
  /** The `start` and `end` arguments. */
  from: LogTime;
  to: LogTime;
  /** Filters that hold for the query and all its subqueries. */
  enforced: Filter[];
  /** Throws when the time is up or the client has gone. */
  checkDeadline(): void;
}

/** A query ran out of time. */
export class LogsTimeoutError extends Error {
  readonly name = 'LogsTimeoutError';
}

/** Whether every pipe keeps lines as they are, so that they can be followed and cut to the newest. */
export function keepsLines(query: LogsQuery): boolean {
  return query.pipes.every(({ kind }) => KEEPS_LINES.has(kind));
}

/**
 * Runs a query.
 *
 * @remarks
 * As on the real server lines come stream by stream, not by time, unless the
 * query sorts them; with `newest` they are the newest so many, oldest first.
 */
export function runLogsQuery(
  query: LogsQuery,
  context: LogsQueryContext,
  options: { newest?: number } = {},
): LogRow[] {
  const { newest } = options;
  const rows = runPipes(selectRows(query, context), query.pipes, {
    test: filter => compile(filter, context),
    runQuery: inner => runLogsQuery(inner, context),
    streamRows: streamId => streamRows(streamId, context),
    rangeSeconds: rangeSeconds(query, context),
  });
  if (!newest) return rows;
  if (!keepsLines(query)) return rows.slice(0, newest);
  return rows.sort((a, b) => compareTimes(a.time, b.time)).slice(-newest);
}

function selectRows(query: LogsQuery, context: LogsQueryContext): LogRow[] {
  const global = query.ignoresGlobalTime
    ? { from: BEGINNING, to: END }
    : { from: context.from, to: context.to };
  const { from, to } = timeRangeOf(query.filter, global);
  const filters = [...context.enforced, query.filter];
  const test = compile({ kind: 'and', filters }, context);
  const byStream = new Map<FieldSet, LogRow[]>();
  let seen = 0;
  context.store.visit(
    row => {
      if (++seen % LINES_PER_CHECK === 0) context.checkDeadline();
      if (!test(row)) return;
      const rows = byStream.get(row.set);
      if (rows) rows.push(row);
      else byStream.set(row.set, [row]);
    },
    context.tenant,
    from,
    to,
  );
  context.checkDeadline();
  const [first] = query.pipes;
  return first && IGNORES_ORDER.has(first.kind)
    ? [...byStream.values()].flat()
    : streamByStream(byStream);
}

/** Sets of one stream come together, and its lines by time. */
function streamByStream(bySet: Map<FieldSet, LogRow[]>): LogRow[] {
  const streams = new Map<string, LogRow[][]>();
  for (const [set, rows] of bySet) {
    const parts = streams.get(set.streamId);
    if (parts) parts.push(rows);
    else streams.set(set.streamId, [rows]);
  }
  const result: LogRow[] = [];
  for (const parts of streams.values()) {
    const rows = parts.length === 1 ? parts[0] : parts.flat();
    rows.sort((a, b) => compareTimes(a.time, b.time));
    for (const row of rows) result.push(row);
  }
  return result;
}

function compile(filter: Filter, context: LogsQueryContext): RowTest {
  return compileFilter(filter, (query, field) => {
    const values = runLogsQuery(query, context).map(row => row.get(field));
    return new Set(values);
  });
}

function streamRows(streamId: string, context: LogsQueryContext): LogRow[] {
  const test = compile({ kind: 'and', filters: context.enforced }, context);
  const rows: LogRow[] = [];
  context.store.visit(row => {
    if (row.set.streamId === streamId && test(row)) rows.push(row);
  }, context.tenant);
  return rows.sort((a, b) => compareTimes(a.time, b.time));
}

function rangeSeconds(query: LogsQuery, context: LogsQueryContext): number {
  const { from, to } = timeRangeOf(query.filter, context);
  const usesRate = query.pipes.some(
    pipe =>
      pipe.kind === 'stats' &&
      pipe.functions.some(({ name }) => name.startsWith('rate')),
  );
  if (usesRate && !(Number.isFinite(from.ms) && Number.isFinite(to.ms))) {
    throw new LogsQueryError(
      'the sandbox needs a time range for rate() and rate_sum()',
    );
  }
  return (to.ms - from.ms + (to.ns - from.ns) / 1e6) / 1000;
}
