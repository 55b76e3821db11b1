import { InputError } from '@backstage/errors';
import { TimeWindow } from '../LogStore';
import { MetricQuery, MetricSeries } from '../MetricStore';
import { quoteQueryString } from '../queryText';
import { StoreOptions } from '../StoreOptions';
import { PrometheusApiStore, Question } from './PrometheusApiStore';
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
export class PrometheusStore extends PrometheusApiStore {
  readonly language = 'promql';

  constructor(options: StoreOptions) {
    super('Prometheus', options);
  }

  /**
   * Prometheus answers one query as a whole, so the series are listed first and
   * then read one by one.
   */
  async *export(
    options: MetricQuery & { window: TimeWindow },
  ): AsyncGenerator<MetricSeries> {
    const { window, scope, signal } = options;
    const { series, truncated } = await this.series(options);
    if (truncated) {
      throw new InputError(
        `The selector finds more than ${series.length} series, narrow it`,
      );
    }
    const ms = window.to.getTime() - window.from.getTime();
    for (const labels of series) {
      const found = await this.samples({
        scope,
        signal,
        query: `${exactSelector(labels)}[${ms}ms]`,
        window,
      });
      yield* found;
    }
  }

  protected confine({ parameter, text = '{}' }: Question, matcher: string) {
    const confine = parameter === 'query' ? confinePromQl : confineSelector;
    return new URLSearchParams({ [parameter]: confine(text, matcher) });
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
