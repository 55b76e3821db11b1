import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { Trace } from '@internal/plugin-observability-common';
import { StoreConfig } from '../config';
import { StoreClient } from '../http/StoreClient';
import { scopeNamespaces } from '../scopeNamespaces';
import { TraceQuery, TraceStore } from '../TraceStore';
import { confineTrace } from '../traces/confineTrace';
import { mapConcurrently } from '../traces/mapConcurrently';
import { readTraceId, traceNotFound } from '../traces/traceId';
import {
  assertTraceSearch,
  mergeTraces,
  operationsOf,
  TraceSearch,
} from '../traces/traceSearch';
import { Vocabulary } from '../Vocabulary';
import { parseJaegerTraces } from './parseJaegerTraces';

/** Of the store's slots, so that one caller with many namespaces leaves some to others. */
const MAX_PARALLEL_SEARCHES = 4;
/** How many traces are read to learn what a service does. */
const OPERATIONS_SAMPLE = 100;

type JaegerStoreOptions = {
  cluster: string;
  config: StoreConfig;
  vocabulary: Vocabulary;
};

/**
 * Reads traces over Jaeger's HTTP API.
 *
 * @remarks
 * A search asks for one namespace at a time, by a tag, but Jaeger finds a tag in
 * the process, the span and its logs alike, and answers whole traces. The tag is
 * therefore only what keeps the answers small; {@link confineTrace} decides what
 * leaves this class, by the process alone.
 *
 * Jaeger's own list of operations knows no tags: it tells what every service of
 * that name in the whole store does. So operations come from a search, as far as
 * its sample reaches.
 *
 * @internal
 */
export class JaegerStore implements TraceStore {
  readonly #cluster: string;
  readonly #names: Vocabulary['traces'];
  readonly #namespaceTag: string;
  readonly #client: StoreClient;

  constructor(
    options: JaegerStoreOptions,
    dialect: { product: string; resourceTagPrefix: string } = {
      product: 'Jaeger',
      resourceTagPrefix: '',
    },
  ) {
    this.#cluster = options.cluster;
    this.#names = options.vocabulary.traces;
    this.#namespaceTag = `${dialect.resourceTagPrefix}${this.#names.namespace}`;
    this.#client = new StoreClient({
      name: `${dialect.product} of cluster '${options.cluster}'`,
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
    const answers = await mapConcurrently(
      namespaces,
      MAX_PARALLEL_SEARCHES,
      options.signal,
      (namespace, signal) => this.#searchOne(namespace, options, signal),
    );
    const merged = mergeTraces(
      answers.flatMap(answer => answer.traces),
      options,
    );
    return {
      traces: merged.traces,
      truncated: merged.truncated || answers.some(answer => answer.full),
    };
  }

  async trace(options: TraceQuery & { traceId: string }): Promise<Trace> {
    const namespaces = scopeNamespaces(options.scope, this.#cluster);
    const traceId = readTraceId(options.traceId);
    const notFound = () => traceNotFound(traceId);
    const answer = await this.#traces({
      path: `api/traces/${traceId}`,
      form: new URLSearchParams(),
      notFound,
      signal: options.signal,
    });
    const trace = confineTrace(
      traceId,
      answer.flatMap(({ spans }) => spans),
      namespaces,
    );
    if (!trace) {
      throw notFound();
    }
    return trace;
  }

  async #searchOne(
    namespace: string,
    options: TraceSearch,
    signal: AbortSignal,
  ): Promise<{ traces: Trace[]; full: boolean }> {
    const tags = {
      [this.#namespaceTag]: namespace,
      ...(options.onlyErrors && { error: 'true' }),
    };
    const form = new URLSearchParams({
      service: options.service,
      start: microseconds(options.window.from),
      end: microseconds(options.window.to),
      limit: String(options.limit + 1),
      tags: JSON.stringify(tags),
    });
    if (options.operation !== undefined) {
      form.set('operation', options.operation);
    }
    if (options.minDuration) {
      form.set('minDuration', `${Math.round(options.minDuration * 1000)}us`);
    }
    const found = await this.#traces({ path: 'api/traces', form, signal });
    return {
      traces: found
        .map(({ traceId, spans }) =>
          confineTrace(traceId, spans, options.scope.namespaces),
        )
        .filter(trace => trace !== undefined),
      full: found.length > options.limit,
    };
  }

  async #traces(request: {
    path: string;
    form: URLSearchParams;
    notFound?: () => NotFoundError;
    signal?: AbortSignal;
  }) {
    const answer = await this.#client.json({ ...request, method: 'GET' });
    const { traces, problem } = parseJaegerTraces(answer, this.#names);
    if (problem) {
      throw new ServiceUnavailableError(`${this.#client.name} ${problem}`);
    }
    return traces;
  }
}

function microseconds(time: Date): string {
  return String(time.getTime() * 1000);
}
