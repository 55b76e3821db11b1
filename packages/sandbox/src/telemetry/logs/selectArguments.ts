import { Clock } from '../../types';
import { parseDurationNs, parseTimeNs } from '../goTime';
import { HttpError, ParsedRequest } from '../http';
import { LogsQueryError } from './logsql/LogsQueryError';
import { parseLogsFilter, parseLogsQuery } from './logsql/parseLogsQuery';
import { LogsQueryContext, LogsTimeoutError } from './logsql/runLogsQuery';
import { Filter, LogsQuery } from './logsql/types';
import { MemoryLogStore } from './MemoryLogStore';
import { tenantOf } from './tenant';
import { BEGINNING, END, fromNs } from './time';
import { VictoriaLogsFlags } from './VictoriaLogsFlags';

/** What a select request works on. */
export interface SelectDeps {
  store: MemoryLogStore;
  clock: Clock;
  flags: VictoriaLogsFlags;
}

/** A request's query with all that limits it. */
export interface SelectArguments {
  text: string;
  query: LogsQuery;
  context: LogsQueryContext;
  /** The moment that the query is evaluated at, in nanoseconds. */
  timestampNs: bigint;
}

/** Reads query, tenant, time range, enforced filters and timeout of a request. */
export function selectArguments(
  request: ParsedRequest,
  deps: SelectDeps,
): SelectArguments {
  const { form } = request;
  const nowNs = BigInt(Math.trunc(deps.clock.now())) * 1_000_000n;
  let tenant;
  try {
    tenant = tenantOf(request.headers);
  } catch (error) {
    throw new HttpError(
      400,
      `cannot obtain tenanID: ${(error as Error).message}`,
    );
  }
  const start = timeArgument(form, 'start', nowNs);
  const end = timeArgument(form, 'end', nowNs);
  const timestampNs = (timeArgument(form, 'time', nowNs) ?? end ?? nowNs) - 1n;
  const text = form.get('query') ?? '';
  let query: LogsQuery;
  try {
    query = parseLogsQuery(text, timestampNs);
  } catch (error) {
    if (!(error instanceof LogsQueryError)) throw error;
    throw new HttpError(400, `cannot parse query [${text}]: ${error.message}`);
  }
  const enforced = [
    ...filterArgument(form.get('extra_filters'), 'fields', timestampNs),
    ...filterArgument(form.get('extra_stream_filters'), 'stream', timestampNs),
  ];
  return {
    text,
    query,
    timestampNs,
    context: {
      store: deps.store,
      tenant,
      from: start === undefined ? BEGINNING : fromNs(start),
      to: end === undefined ? END : fromNs(end),
      enforced,
      checkDeadline: createDeadline(request, deps.flags),
    },
  };
}

/** A whole number, 0 when it is missing. */
export function integerArgument(form: URLSearchParams, name: string): number {
  const text = form.get(name);
  if (!text) return 0;
  if (!/^[-+]?\d+$/.test(text)) {
    throw new HttpError(
      400,
      `cannot parse integer ${JSON.stringify(name)}=${JSON.stringify(
        text,
      )}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  }
  return Number(text);
}

/** A duration in nanoseconds. */
export function durationArgument(
  form: URLSearchParams,
  name: string,
  otherwise: string,
): bigint {
  const text = form.get(name) || otherwise;
  const duration = parseDurationNs(text);
  if (duration === undefined) {
    throw new HttpError(
      400,
      `cannot parse '${name}' arg: cannot parse duration ${JSON.stringify(
        text,
      )}`,
    );
  }
  return duration;
}

function timeArgument(
  form: URLSearchParams,
  name: string,
  nowNs: bigint,
): bigint | undefined {
  const text = form.get(name);
  if (!text) return undefined;
  try {
    return parseTimeNs(text, nowNs);
  } catch (error) {
    throw new HttpError(
      400,
      `cannot parse ${name}=${text}: ${(error as Error).message}`,
    );
  }
}

function filterArgument(
  text: string | null,
  kind: 'fields' | 'stream',
  nowNs: bigint,
): Filter[] {
  if (!text) return [];
  const logsql = text.startsWith('{"') ? fromJson(text, kind) : text;
  // An empty pair of braces restricts nothing on the real server either.
  if (logsql === '{}') return [];
  try {
    return [parseLogsFilter(logsql, nowNs)];
  } catch (error) {
    if (!(error instanceof LogsQueryError)) throw error;
    throw new HttpError(400, error.message);
  }
}

/** `{"field":"value","other":["a","b"]}` as LogsQL. */
function fromJson(text: string, kind: 'fields' | 'stream'): string {
  let object: Record<string, unknown>;
  try {
    object = JSON.parse(text);
  } catch (error) {
    throw new HttpError(400, `cannot parse JSON: ${(error as Error).message}`);
  }
  const parts: string[] = [];
  for (const [key, value] of Object.entries(object)) {
    const values = Array.isArray(value) ? value : [value];
    if (values.some(one => typeof one !== 'string')) {
      throw new HttpError(
        400,
        `unexpected type of value for key ${JSON.stringify(
          key,
        )}: ${typeof value}; value: ${JSON.stringify(value)}`,
      );
    }
    if (values.length === 0) continue;
    const list = values.map(one => JSON.stringify(one)).join(',');
    const operator = kind === 'fields' ? ':' : ' ';
    parts.push(`${JSON.stringify(key)}${operator}in(${list})`);
  }
  return kind === 'fields' ? parts.join(' ') : `{${parts.join(',')}}`;
}

/** A timeout that makes no sense is ignored. */
function createDeadline(
  request: ParsedRequest,
  flags: VictoriaLogsFlags,
): () => void {
  const text = request.form.get('timeout') ?? '';
  const ns = parseDurationNs(text);
  const ms = ns === undefined ? Number(text || NaN) * 1000 : Number(ns) / 1e6;
  const limit =
    ms > 0 && ms < flags.maxQueryDurationMs ? ms : flags.maxQueryDurationMs;
  const deadline = performance.now() + limit;
  return () => {
    if (performance.now() > deadline) {
      throw new LogsTimeoutError(
        `the request couldn't be executed in ${(limit / 1000).toFixed(
          3,
        )} seconds; possible solutions: to increase -search.maxQueryDuration=${
          flags.maxQueryDurationMs / 1000
        }s; to pass bigger value to 'timeout' query arg`,
      );
    }
    if (request.signal.aborted)
      throw new LogsTimeoutError('the client went away');
  };
}
