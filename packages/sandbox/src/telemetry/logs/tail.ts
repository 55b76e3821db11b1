import type { ServerResponse } from 'node:http';
import { parseDurationNs } from '../goTime';
import { HttpError, ParsedRequest } from '../http';
import { LogRow } from './LogRow';
import { keepsLines, runLogsQuery } from './logsql/runLogsQuery';
import { SelectDeps, selectArguments } from './selectArguments';
import { toJsonLines } from './jsonLines';
import { compareTimes, LogTime } from './time';

const DEFAULT_REFRESH_MS = 1000;
const DEFAULT_OFFSET_MS = 1000;
const DEFAULT_START_OFFSET_MS = 5000;
/** How far each round looks back for lines that came late. */
const OVERLAP_MS = 5000;

/**
 * Serves `/select/logsql/tail`: the headers at once, then lines as they come,
 * and not a byte in between.
 */
export function startTail(
  request: ParsedRequest,
  response: ServerResponse,
  deps: SelectDeps,
): void {
  const { query, context, text } = selectArguments(request, deps);
  if (!keepsLines(query)) {
    throw new HttpError(
      400,
      `the query [${text}] cannot be used in live tailing; see https://docs.victoriametrics.com/victorialogs/querying/#live-tailing for details`,
    );
  }
  const refreshMs = durationOr(
    request.form.get('refresh_interval'),
    DEFAULT_REFRESH_MS,
  );
  const offsetMs = durationOr(request.form.get('offset'), DEFAULT_OFFSET_MS);
  const startOffsetMs = durationOr(
    request.form.get('start_offset'),
    DEFAULT_START_OFFSET_MS,
  );
  const newest = new Map<string, LogTime>();
  let to = deps.clock.now() - offsetMs;
  let from = to - startOffsetMs;
  const round = () => {
    const range = { from: { ms: from, ns: 0 }, to: { ms: to, ns: 0 } };
    // A tail has no deadline; its end is the client's going away.
    const rows = runLogsQuery(query, {
      ...context,
      ...range,
      checkDeadline: () => {},
    });
    const fresh = rows
      .filter(row => isFresh(row, newest))
      .sort((a, b) => compareTimes(a.time, b.time));
    for (const row of fresh) newest.set(row.get('_stream_id'), row.time);
    if (fresh.length > 0) response.write(toJsonLines(fresh));
    from = to - OVERLAP_MS;
    to = deps.clock.now() - offsetMs;
  };
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
  response.flushHeaders();
  round();
  const timer = setInterval(round, refreshMs);
  request.signal.addEventListener('abort', () => clearInterval(timer), {
    once: true,
  });
}

function isFresh(row: LogRow, newest: Map<string, LogTime>): boolean {
  const seen = newest.get(row.get('_stream_id'));
  return !seen || compareTimes(row.time, seen) > 0;
}

function durationOr(text: string | null, otherwise: number): number {
  if (!text) return otherwise;
  const ns = parseDurationNs(text);
  const ms = ns === undefined ? Number(text) * 1000 : Number(ns) / 1e6;
  if (!(ms > 0))
    throw new HttpError(400, `cannot parse duration ${JSON.stringify(text)}`);
  return ms;
}
