import { InputError } from '@backstage/errors';
import { StoreClient } from '../http/StoreClient';
import { TimeWindow } from '../LogStore';
import { MetricQuery, MetricSeries, MetricStore } from '../MetricStore';
import { quoteQueryString } from '../queryText';
import { StoreOptions } from '../StoreOptions';
import { namespaceMatcher } from './namespaceMatcher';
import { NamespaceLock } from './NamespaceLock';
import { PrometheusApi } from './PrometheusApi';
import { confinePromQl, confineSelector } from './promql/confinePromQl';

const PLAIN_LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * Reads Prometheus, or what answers like it (Thanos, Mimir), over its HTTP API.
 *
 * @remarks
 * It has no argument that confines a query, so the namespaces are written into
 * every selector of the parsed expression; see {@link confinePromQl}.
 *
 * @internal
 */
export class PrometheusStore implements MetricStore {
  readonly language = 'promql';
  readonly queryRange: MetricStore['queryRange'];
  readonly query: MetricStore['query'];
  readonly series: MetricStore['series'];
  readonly labelValues: MetricStore['labelValues'];
  readonly #api: PrometheusApi;

  constructor(options: StoreOptions) {
    const label = options.vocabulary.metrics.namespace;
    const client = new StoreClient({
      name: `Prometheus of cluster '${options.cluster}'`,
      config: options.config,
      timeoutParameter: 'timeout',
    });
    const api = new PrometheusApi({
      client,
      lock: new NamespaceLock({
        storeName: client.name,
        cluster: options.cluster,
        label,
      }),
      confine: ({ parameter, text, namespaces }) => {
        const matcher = namespaceMatcher(label, namespaces);
        const confine = parameter === 'query' ? confinePromQl : confineSelector;
        return new URLSearchParams({
          [parameter]: confine(text ?? '{}', matcher),
        });
      },
    });
    this.#api = api;
    this.queryRange = request => api.queryRange(request);
    this.query = request => api.query(request);
    this.series = request => api.series(request);
    this.labelValues = request => api.labelValues(request);
  }

  /**
   * Prometheus answers one query as a whole, so the series are listed first and
   * then read one by one.
   */
  async *export(
    options: MetricQuery & { window: TimeWindow },
  ): AsyncGenerator<MetricSeries> {
    const { window, scope, signal } = options;
    const { series, truncated } = await this.#api.series(options);
    if (truncated) {
      throw new InputError(
        `The selector finds more than ${series.length} series, narrow it`,
      );
    }
    const ms = window.to.getTime() - window.from.getTime();
    for (const labels of series) {
      const found = await this.#api.samples({
        scope,
        signal,
        query: `${exactSelector(labels)}[${ms}ms]`,
        window,
      });
      yield* found;
    }
  }
}

/** A selector of one series: every label by its value. */
function exactSelector(labels: Record<string, string>): string {
  const matchers = Object.entries(labels).map(
    ([name, value]) =>
      `${
        PLAIN_LABEL_NAME.test(name) ? name : quoteQueryString(name)
      }=${quoteQueryString(value)}`,
  );
  return `{${matchers.join(',')}}`;
}
