import { StoreClient } from '../http/StoreClient';
import { TimeWindow } from '../LogStore';
import { MetricQuery, MetricSeries, MetricStore } from '../MetricStore';
import { namespaceMatcher } from '../prometheus/namespaceMatcher';
import { NamespaceLock } from '../prometheus/NamespaceLock';
import { Confine, PrometheusApi, setWindow } from '../prometheus/PrometheusApi';
import { StoreOptions } from '../StoreOptions';
import { assertWindow } from '../validation';
import { readExport } from './readExport';

/** The server hides samples until they are 30 s old; windows ending later than this ask it not to. */
const FRESH_MS = 5 * 60_000;

/**
 * Reads VictoriaMetrics over its Prometheus API. The namespaces travel as
 * `extra_filters[]`, which the server adds to every selector of the query.
 * @internal
 */
export class VictoriaMetricsStore implements MetricStore {
  readonly language = 'metricsql';
  readonly queryRange: MetricStore['queryRange'];
  readonly query: MetricStore['query'];
  readonly series: MetricStore['series'];
  readonly labelValues: MetricStore['labelValues'];
  readonly #client: StoreClient;
  readonly #lock: NamespaceLock;
  readonly #api: PrometheusApi;

  constructor(options: StoreOptions) {
    const label = options.vocabulary.metrics.namespace;
    this.#client = new StoreClient({
      name: `VictoriaMetrics of cluster '${options.cluster}'`,
      config: options.config,
      timeoutParameter: 'timeout',
    });
    this.#lock = new NamespaceLock({
      storeName: this.#client.name,
      cluster: options.cluster,
      label,
    });
    const api = new PrometheusApi({
      client: this.#client,
      lock: this.#lock,
      confine: confineBy(label),
    });
    this.#api = api;
    this.queryRange = request => api.queryRange(request);
    this.query = request => api.query(request);
    this.series = request => api.series(request);
    this.labelValues = request => api.labelValues(request);
  }

  async *export(
    options: MetricQuery & { window: TimeWindow },
  ): AsyncGenerator<MetricSeries> {
    assertWindow(options.window);
    const form = this.#api.form(options, 'match[]', options.window.to);
    setWindow(form, options.window);
    const chunks = this.#client.chunks({
      path: 'api/v1/export',
      form,
      signal: options.signal,
    });
    for await (const series of readExport(chunks, this.#client.name)) {
      this.#lock.checkPresent(series.labels, options.scope);
      yield series;
    }
  }
}

function confineBy(label: string): Confine {
  return ({ parameter, text, namespaces, end }) => {
    const matcher = `{${namespaceMatcher(label, namespaces)}}`;
    const form = new URLSearchParams({ [parameter]: text ?? matcher });
    form.set('extra_filters[]', matcher);
    if (end.getTime() > Date.now() - FRESH_MS) {
      form.set('nocache', '1');
      form.set('latency_offset', '1ms');
    }
    return form;
  };
}
