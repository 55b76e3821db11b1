import type {
  IncomingMessage,
  RequestListener,
  ServerResponse,
} from 'node:http';
import type { Clock } from '../../types';
import { HttpError, ParsedRequest, readRequest, sendAnswer } from '../http';
import { traceJson } from './jaegerJson';
import { MemoryTraceStore } from './MemoryTraceStore';
import {
  parseTraceId,
  readDependencyRange,
  readSearch,
  requireService,
} from './searchArguments';
import { callCounts, searchTraces } from './searchTraces';
import { StoredTrace } from './StoredTrace';

const JSON_TYPE = 'application/json';
const TEXT_TYPE = 'text/plain; charset=utf-8';
const PAGE =
  '<!DOCTYPE html>\n<title>Traces</title>\n<p>The sandbox has no page for traces.</p>\n';

/** What {@link createJaegerApi} serves. */
export interface JaegerApiOptions {
  store: MemoryTraceStore;
  clock: Clock;
}

type Problem = { code?: number; msg: string; traceID?: string };
type Answer = { data: unknown; total?: number; errors?: Problem[] };

/**
 * Jaeger's query API over a {@link MemoryTraceStore}, for `GET`; VictoriaTraces has the same one
 * below `/select/jaeger`.
 *
 * @remarks
 * Errors are JSON that is called text, and an unknown path is answered with the page of Jaeger's
 * user interface: that is how the real server behaves.
 */
export function createJaegerApi(options: JaegerApiOptions): RequestListener {
  return (message, response) => {
    handle(message, response, options).catch(error => {
      if (!response.headersSent) response.statusCode = 500;
      response.end(String(error));
    });
  };
}

async function handle(
  message: IncomingMessage,
  response: ServerResponse,
  deps: JaegerApiOptions,
) {
  let request: ParsedRequest | undefined;
  try {
    request = await readRequest(message, response);
    const answer = route(request, deps);
    await sendAnswer(
      response,
      request,
      answer
        ? { type: JSON_TYPE, body: envelope(answer) }
        : { type: 'text/html; charset=utf-8', body: PAGE },
    );
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    const { status: code, message: msg } = error;
    await sendAnswer(
      response,
      { headers: request?.headers ?? {} },
      {
        status: code,
        type: TEXT_TYPE,
        headers: { 'X-Content-Type-Options': 'nosniff' },
        body: `${envelope({ data: null, errors: [{ code, msg }] })}\n`,
      },
    );
  }
}

function route(
  { path: fullPath, form, method }: ParsedRequest,
  { store, clock }: JaegerApiOptions,
): Answer | undefined {
  const path = fullPath.replace(/^\/select\/jaeger(?=\/)/, '');
  const [, api, resource, ...rest] = path.split('/');
  if (api !== 'api') {
    return undefined;
  }
  if (method !== 'GET') {
    throw new HttpError(405, 'the sandbox answers GET only');
  }
  switch (`${resource}/${rest.length}`) {
    case 'services/0': {
      const services = store.services();
      return { data: orNull(services), total: services.length };
    }
    case 'services/2':
      return rest[1] === 'operations'
        ? listNames(store, decodeURIComponent(rest[0]))
        : undefined;
    case 'operations/0':
      return listOperations(store, form);
    case 'traces/0':
      return search(store, form, clock.now());
    case 'traces/1': {
      const trace = store.get(parseTraceId(decodeURIComponent(rest[0])));
      if (!trace) {
        throw new HttpError(404, 'trace not found');
      }
      return tracesAnswer([trace]);
    }
    case 'dependencies/0': {
      const range = readDependencyRange(form, clock.now());
      const service = form.get('service');
      return {
        data: callCounts(store, range).filter(
          ({ parent, child }) =>
            !service || parent === service || child === service,
        ),
      };
    }
    default:
      return undefined;
  }
}

function listNames(store: MemoryTraceStore, service: string): Answer {
  const names = new Set(store.operations(service).map(({ name }) => name));
  return { data: orNull([...names]), total: names.size };
}

/** As the real server writes some lists that are empty, and only some. */
function orNull<T>(items: T[]): T[] | null {
  return items.length > 0 ? items : null;
}

function listOperations(
  store: MemoryTraceStore,
  form: URLSearchParams,
): Answer {
  const service = form.get('service') ?? '';
  requireService(service);
  const kind = form.get('spanKind');
  const data = store
    .operations(service)
    .filter(({ spanKind }) => !kind || spanKind === kind);
  return { data, total: data.length };
}

function search(
  store: MemoryTraceStore,
  form: URLSearchParams,
  nowMs: number,
): Answer {
  const wanted = readSearch(form, nowMs);
  if (wanted.traceIds.length === 0) {
    return tracesAnswer(searchTraces(store, wanted));
  }
  const found = wanted.traceIds.map(id => store.get(id));
  return tracesAnswer(
    found.filter(trace => trace !== undefined),
    wanted.traceIds
      .filter((_, index) => !found[index])
      .map(traceID => ({ msg: 'trace not found', traceID })),
  );
}

function tracesAnswer(traces: StoredTrace[], errors?: Problem[]): Answer {
  return {
    data: traces.map(traceJson),
    errors: errors?.length ? errors : undefined,
  };
}

function envelope({ data, total = 0, errors }: Answer): string {
  return JSON.stringify({
    data,
    total,
    limit: 0,
    offset: 0,
    errors: errors ?? null,
  });
}
