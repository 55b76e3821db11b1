import type {
  IncomingMessage,
  RequestListener,
  ServerResponse,
} from 'node:http';
import { Clock } from '../../types';
import {
  decodeBody,
  HttpError,
  ParsedRequest,
  readRequest,
  sendAnswer,
} from '../http';
import { importPrometheus } from './importPrometheus';
import { MemoryMetricStore } from './MemoryMetricStore';
import {
  exportSeries,
  listLabels,
  listLabelValues,
  listSeries,
} from './metadataHandlers';
import { MetricsQueryError } from './metricsql/MetricsQueryError';
import { QueryAnswer, QueryDeps } from './queryAnswers';
import { answerInstantQuery, answerRangeQuery } from './queryHandlers';
import { matchArgument } from './requestArguments';
import {
  DEFAULT_VICTORIA_METRICS_FLAGS,
  VictoriaMetricsFlags,
} from './VictoriaMetricsFlags';

const OPEN_TO_ALL = {
  'Access-Control-Allow-Headers': '*',
  'Access-Control-Allow-Methods': '*',
  'Access-Control-Allow-Origin': '*',
};
const JSON_TYPE = 'application/json';
const TEXT_TYPE = 'text/plain; charset=utf-8';
const STREAM_TYPE = 'application/stream+json; charset=utf-8';

/** What {@link createVictoriaMetricsApi} serves. */
export interface VictoriaMetricsApiOptions {
  store: MemoryMetricStore;
  clock: Clock;
  /** Start flags that differ from the real server's defaults. */
  flags?: Partial<VictoriaMetricsFlags>;
}

/** The answers of a server that neither scrapes nor evaluates rules. */
const FIXED_ANSWERS: Record<string, string> = {
  '/api/v1/metadata': '{"status":"success","data": {}}',
  '/api/v1/targets':
    '{"status":"success","data":{"activeTargets":[],"droppedTargets":[]}}',
  '/api/v1/alerts': '{"status":"success","data":{"alerts":[]}}',
  '/api/v1/rules': '{"status":"success","data":{"groups":[]}}',
  '/api/v1/status/buildinfo':
    '{"status":"success","data":{"version":"2.24.0"}}',
};

/**
 * The HTTP API of a single-node VictoriaMetrics over a {@link MemoryMetricStore}.
 *
 * @remarks
 * Everything wrong with a query is 422, an unknown path 400, and imports answer
 * 204 whatever becomes of their lines: that is how the real server behaves.
 */
export function createVictoriaMetricsApi(
  options: VictoriaMetricsApiOptions,
): RequestListener {
  const deps: QueryDeps = {
    ...options,
    flags: { ...DEFAULT_VICTORIA_METRICS_FLAGS, ...options.flags },
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
  deps: QueryDeps,
) {
  let request: ParsedRequest | undefined;
  try {
    request = await readRequest(message, response);
    await route(request, response, deps);
  } catch (error) {
    const headers = request?.headers ?? {};
    if (error instanceof MetricsQueryError) {
      const body = JSON.stringify({
        status: 'error',
        errorType: '422',
        error: error.message,
      });
      await sendAnswer(
        response,
        { headers },
        { status: 422, type: JSON_TYPE, headers: OPEN_TO_ALL, body },
      );
    } else if (error instanceof HttpError) {
      await sendAnswer(
        response,
        { headers },
        { status: error.status, type: TEXT_TYPE, body: `${error.message}\n` },
      );
    } else {
      throw error;
    }
  }
}

async function route(
  request: ParsedRequest,
  response: ServerResponse,
  deps: QueryDeps,
) {
  const path = request.path.replace(/^\/prometheus(?=\/)/, '');
  const send = ({ body, stream }: QueryAnswer) =>
    sendAnswer(response, request, {
      type: stream ? STREAM_TYPE : JSON_TYPE,
      headers: OPEN_TO_ALL,
      body,
    });
  const values = /^\/api\/v1\/label\/([^/]+)\/values$/.exec(path);
  if (values) {
    return send({
      body: listLabelValues(decodeURIComponent(values[1]), request, deps),
    });
  }
  if (path in FIXED_ANSWERS) {
    return sendAnswer(response, request, {
      type: JSON_TYPE,
      body: FIXED_ANSWERS[path],
    });
  }
  switch (path) {
    case '/api/v1/query':
      return send(answerInstantQuery(request, deps));
    case '/api/v1/query_range':
      return send(answerRangeQuery(request, deps));
    case '/api/v1/series':
      return send({ body: listSeries(request, deps) });
    case '/api/v1/labels':
      return send({ body: listLabels(request, deps) });
    case '/api/v1/export':
      return send({
        body: refusedPlainly(() => exportSeries(request, deps)),
        stream: true,
      });
    case '/api/v1/import/prometheus':
      await importLines(request, deps);
      return sendAnswer(response, request, { status: 204 });
    case '/api/v1/admin/tsdb/delete_series':
      deps.store.delete(matchArgument(request, true));
      return sendAnswer(response, request, { status: 204 });
    case '/internal/force_flush':
      return sendAnswer(response, request, {});
    case '/health':
      return sendAnswer(response, request, { type: TEXT_TYPE, body: 'OK' });
    default:
      throw new HttpError(
        400,
        `unsupported path requested: ${JSON.stringify(request.path)}`,
      );
  }
}

/** An export refuses what is wrong with it in plain text, other than queries do. */
function refusedPlainly(answer: () => string): string {
  try {
    return answer();
  } catch (error) {
    if (!(error instanceof MetricsQueryError)) throw error;
    throw new HttpError(400, error.message);
  }
}

async function importLines(
  request: ParsedRequest,
  { store, clock }: QueryDeps,
) {
  let text: string;
  try {
    text = (await decodeBody(request)).toString('utf8');
  } catch (error) {
    throw new HttpError(
      400,
      `cannot read the imported lines: ${(error as Error).message}`,
    );
  }
  const extraLabels = Object.fromEntries(
    request.query.getAll('extra_label').map(pair => {
      const [name, ...value] = pair.split('=');
      return [name, value.join('=')];
    }),
  );
  importPrometheus(text, store, { nowMs: clock.now(), extraLabels });
}
