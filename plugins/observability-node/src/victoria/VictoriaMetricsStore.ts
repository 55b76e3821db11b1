import { TimeWindow } from '../LogStore';
import { MetricQuery, MetricSeries } from '../MetricStore';
import {
  PrometheusApiStore,
  Question,
  setWindow,
} from '../prometheus/PrometheusApiStore';
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
export class VictoriaMetricsStore extends PrometheusApiStore {
  readonly language = 'metricsql';

  constructor(options: StoreOptions) {
    super('VictoriaMetrics', options);
  }

  async *export(
    options: MetricQuery & { window: TimeWindow },
  ): AsyncGenerator<MetricSeries> {
    assertWindow(options.window);
    const form = this.form(options, 'match[]', options.window.to);
    setWindow(form, options.window);
    const chunks = this.client.chunks({
      path: 'api/v1/export',
      form,
      signal: options.signal,
    });
    for await (const series of readExport(chunks, this.client.name)) {
      this.lock.checkPresent(series.labels, options.scope);
      yield series;
    }
  }

  protected confine({ parameter, text, end }: Question, matcher: string) {
    const filter = `{${matcher}}`;
    const form = new URLSearchParams({
      [parameter]: text ?? filter,
      'extra_filters[]': filter,
    });
    if (end.getTime() > Date.now() - FRESH_MS) {
      form.set('nocache', '1');
      form.set('latency_offset', '1ms');
    }
    return form;
  }
}
