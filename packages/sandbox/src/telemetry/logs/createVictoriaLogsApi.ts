import type {
  IncomingMessage,
  RequestListener,
  ServerResponse,
} from 'node:http';
import { Clock } from '../../types';
import { HttpError, ParsedRequest, readRequest, sendAnswer } from '../http';
import { insertJsonLines } from './insertJsonLines';
import { LogsQueryError } from './logsql/LogsQueryError';
import { LogsTimeoutError } from './logsql/runLogsQuery';
import { MemoryLogStore } from './MemoryLogStore';
import { SelectDeps } from './selectArguments';
import { answerQuery, SELECT_HANDLERS } from './selectHandlers';
import { startTail } from './tail';
import {
  DEFAULT_VICTORIA_LOGS_FLAGS,
  VictoriaLogsFlags,
} from './VictoriaLogsFlags';

const SERVER = { 'X-Server-Hostname': 'sandbox' };
const OPEN_TO_ALL = { 'Access-Control-Allow-Origin': '*', ...SERVER };
const JSON_TYPE = 'application/json';
const TEXT_TYPE = 'text/plain; charset=utf-8';
const STREAM_TYPE = 'application/stream+json';

/** Endpoints that answer errors the way Prometheus does. */
const PROMETHEUS_ERRORS = new Set(['stats_query', 'stats_query_range']);
/** Endpoints that have sent their status before the query runs. */
const EARLY_STATUS = new Set(['stats_query', 'stats_query_range', 'hits']);

/** What {@link createVictoriaLogsApi} serves. */
export interface VictoriaLogsApiOptions {
  store: MemoryLogStore;
  clock: Clock;
  /** Start flags that differ from the real server's defaults. */
  flags?: Partial<VictoriaLogsFlags>;
}

/** The HTTP API of a single-node VictoriaLogs over a {@link MemoryLogStore}. */
export function createVictoriaLogsApi(
  options: VictoriaLogsApiOptions,
): RequestListener {
  const deps: SelectDeps = {
    ...options,
    flags: { ...DEFAULT_VICTORIA_LOGS_FLAGS, ...options.flags },
  };
  return (message, response) => {
    handle(message, response, deps).catch(error => {
      if (!response.headersSent) response.statusCode = 500;
      response.end(String(error));
    });
  };
}

async function handle(
  message: IncomingMessage,
  response: ServerResponse,
  deps: SelectDeps,
) {
  let request: ParsedRequest | undefined;
  try {
    request = await readRequest(message, response);
    await route(request, response, deps);
  } catch (error) {
    await sendError(error, request, response);
  }
}

async function route(
  request: ParsedRequest,
  response: ServerResponse,
  deps: SelectDeps,
) {
  const endpoint = endpointOf(request);
  if (endpoint === 'query') {
    const body = answerQuery(request, deps);
    return sendAnswer(response, request, {
      type: STREAM_TYPE,
      headers: OPEN_TO_ALL,
      body,
    });
  }
  if (endpoint === 'tail') return startTail(request, response, deps);
  if (endpoint !== undefined && endpoint in SELECT_HANDLERS) {
    const body = SELECT_HANDLERS[endpoint](request, deps);
    return sendAnswer(response, request, {
      type: JSON_TYPE,
      headers: OPEN_TO_ALL,
      body,
    });
  }
  switch (request.path) {
    case '/insert/jsonline':
      if (request.method !== 'POST') {
        return sendAnswer(response, request, {
          status: 405,
          type: JSON_TYPE,
          headers: SERVER,
        });
      }
      await insertJsonLines(request, deps);
      return sendAnswer(response, request, {
        type: JSON_TYPE,
        headers: SERVER,
      });
    case '/internal/force_flush':
      return sendAnswer(response, request, { headers: SERVER });
    case '/health':
      return sendAnswer(response, request, {
        type: TEXT_TYPE,
        headers: SERVER,
        body: 'OK',
      });
    default:
      throw new HttpError(
        400,
        `unsupported path requested: ${JSON.stringify(request.path)}`,
      );
  }
}

function endpointOf({ path }: ParsedRequest): string | undefined {
  return /^\/select\/logsql\/(\w+)$/.exec(path)?.[1];
}

async function sendError(
  error: unknown,
  request: ParsedRequest | undefined,
  response: ServerResponse,
): Promise<void> {
  const endpoint = request && endpointOf(request);
  if (
    error instanceof LogsTimeoutError &&
    endpoint &&
    EARLY_STATUS.has(endpoint)
  ) {
    // The real server has answered 200 by then and can only cut the body off.
    response.writeHead(200, { 'Content-Type': JSON_TYPE, ...OPEN_TO_ALL });
    response.flushHeaders();
    response.destroy();
    return;
  }
  const status = statusOf(error);
  if (status === undefined) throw error;
  const { message } = error as Error;
  const isSelect = request?.path.startsWith('/select/') && endpoint !== 'tail';
  const headers = {
    ...(isSelect ? OPEN_TO_ALL : SERVER),
    'X-Content-Type-Options': 'nosniff',
  };
  const asPrometheus =
    endpoint !== undefined && PROMETHEUS_ERRORS.has(endpoint);
  await sendAnswer(
    response,
    request ?? { headers: {} },
    asPrometheus
      ? {
          status: 422,
          type: JSON_TYPE,
          headers: OPEN_TO_ALL,
          body: JSON.stringify({
            status: 'error',
            errorType: '422',
            error: message,
          }),
        }
      : { status, type: TEXT_TYPE, headers, body: `${message}\n` },
  );
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpError) return error.status;
  if (error instanceof LogsTimeoutError) return 503;
  return error instanceof LogsQueryError ? 400 : undefined;
}
