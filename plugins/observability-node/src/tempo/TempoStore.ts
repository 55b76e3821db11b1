import { InputError, ServiceUnavailableError } from '@backstage/errors';
import { Trace } from '@internal/plugin-observability-common';
import { StoreConfig } from '../config';
import { StoreClient } from '../http/StoreClient';
import { scopeNamespaces } from '../scopeNamespaces';
import { TraceQuery, TraceStore } from '../TraceStore';
import { confineTrace } from '../traces/confineTrace';
import { mapConcurrently } from '../traces/mapConcurrently';
import {
  normaliseTraceId,
  readTraceId,
  traceNotFound,
} from '../traces/traceId';
import {
  assertTraceSearch,
  mergeTraces,
  operationsOf,
  TraceSearch,
} from '../traces/traceSearch';
import { Vocabulary } from '../Vocabulary';
import { composeTraceQl } from './composeTraceQl';
import { parseOtlpTrace } from './parseOtlpTrace';

/** Of the store's slots, so that one search leaves some to others. */
const MAX_PARALLEL_TRACES = 4;
/** How many traces are read to learn what a service does; each is a request. */
const OPERATIONS_SAMPLE = 40;
/** Tempo tells of found spans as well; the traces are read whole, so one will do. */
const SPANS_PER_TRACE = 1;

/**
 * Reads traces over Tempo's HTTP API.
 *
 * @remarks
 * A search answers ids with the name of each trace's root, which may be of
 * anybody. Only the ids are taken from it; each trace is then read whole and
 * goes through {@link confineTrace}, like a trace that was asked for by id.
 *
 * The query is made by code from checked values. Users write no TraceQL.
 *
 * @internal
 */
export class TempoStore implements TraceStore {
  readonly #cluster: string;
  readonly #names: Vocabulary['traces'];
  readonly #client: StoreClient;

  constructor(options: {
    cluster: string;
    config: StoreConfig;
    vocabulary: Vocabulary;
  }) {
    this.#cluster = options.cluster;
    this.#names = options.vocabulary.traces;
    this.#client = new StoreClient({
      name: `Tempo of cluster '${options.cluster}'`,
      config: options.config,
    });
  }

  async operations(
    options: Parameters<TraceStore['operations']>[0],
  ): Promise<string[]> {
    const { traces } = await this.search({
      ...options,
      limit: OPERATIONS_SAMPLE,
    });
    return operationsOf(traces, options.service);
  }

  async search(options: TraceSearch) {
    const namespaces = scopeNamespaces(options.scope, this.#cluster);
    assertTraceSearch(options);
    const found = await this.#searchIds(options, namespaces);
    let unreadable = 0;
    const traces = await mapConcurrently(
      found.slice(0, options.limit),
      MAX_PARALLEL_TRACES,
      options.signal,
      async (traceId, signal) => {
        try {
          return await this.#read(traceId, namespaces, signal);
        } catch (error) {
          // Tempo refuses a trace that is too large; the others are still good.
          if (!(error instanceof InputError)) {
            throw error;
          }
          unreadable++;
          return undefined;
        }
      },
    );
    const merged = mergeTraces(
      traces.filter(trace => trace !== undefined),
      options,
    );
    return {
      traces: merged.traces,
      truncated:
        merged.truncated || unreadable > 0 || found.length > options.limit,
    };
  }

  async trace(options: TraceQuery & { traceId: string }): Promise<Trace> {
    const namespaces = scopeNamespaces(options.scope, this.#cluster);
    const traceId = readTraceId(options.traceId);
    const trace = await this.#read(traceId, namespaces, options.signal);
    if (!trace) {
      throw traceNotFound(traceId);
    }
    return trace;
  }

  async #searchIds(
    options: TraceSearch,
    namespaces: readonly string[],
  ): Promise<string[]> {
    const answer = await this.#client.json({
      method: 'GET',
      path: 'api/search',
      form: new URLSearchParams({
        q: composeTraceQl(options, namespaces, this.#names),
        start: unixSeconds(options.window.from, Math.floor),
        end: unixSeconds(options.window.to, Math.ceil),
        limit: String(options.limit + 1),
        spss: String(SPANS_PER_TRACE),
      }),
      signal: options.signal,
    });
    const { traces = [] } = (answer ?? {}) as { traces?: unknown };
    const ids = Array.isArray(traces)
      ? traces.map(trace => normaliseTraceId(trace?.traceID))
      : [undefined];
    if (!ids.every(id => id !== undefined)) {
      throw new ServiceUnavailableError(
        `${this.#client.name} answered a search in an unknown shape`,
      );
    }
    return [...new Set(ids)];
  }

  /** Undefined for a trace that is not there, not yet or no longer, or is not the caller's. */
  async #read(
    traceId: string,
    namespaces: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<Trace | undefined> {
    const missing = traceNotFound(traceId);
    let answer: unknown;
    try {
      answer = await this.#client.json({
        method: 'GET',
        path: `api/traces/${traceId}`,
        form: new URLSearchParams(),
        notFound: () => missing,
        signal,
      });
    } catch (error) {
      if (error === missing) {
        return undefined;
      }
      throw error;
    }
    const spans = parseOtlpTrace(answer, this.#names);
    if (!spans) {
      throw new ServiceUnavailableError(
        `${this.#client.name} answered a trace in an unknown shape`,
      );
    }
    return confineTrace(traceId, spans, namespaces);
  }
}

function unixSeconds(time: Date, round: (value: number) => number): string {
  return String(round(time.getTime() / 1000));
}
