import { InputError, ServiceUnavailableError } from '@backstage/errors';
import { MetricLanguage } from '@internal/plugin-observability-common';
import { StoreClient } from '../http/StoreClient';
import { TimeWindow } from '../LogStore';
import {
  MetricQuery,
  MetricSample,
  MetricSeries,
  MetricStore,
} from '../MetricStore';
import { StoreOptions } from '../StoreOptions';
import {
  assertLimit,
  assertQueryText,
  assertStep,
  assertWindow,
} from '../validation';
import { namespaceMatcher } from './namespaceMatcher';
import { NamespaceLock } from './NamespaceLock';
import {
  isIncomplete,
  parseList,
  parseMatrix,
  parseVector,
} from './parsePrometheus';

/** Below the 30 000 of VictoriaMetrics, and what Prometheus allows. */
const MAX_POINTS = 11_000;
const MAX_SERIES = 1_000;
const MAX_LABEL_VALUES = 10_000;
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * A question to confine: `text` goes into `parameter`; none of it asks about
 * everything in the namespaces.
 * @internal
 */
export type Question = {
  parameter: 'query' | 'match[]';
  text: string | undefined;
  end: Date;
};

/**
 * The HTTP API that Prometheus and VictoriaMetrics share. They differ in how a
 * question is confined to namespaces, and in how raw samples are read.
 * @internal
 */
export abstract class PrometheusApiStore implements MetricStore {
  abstract readonly language: MetricLanguage;
  protected readonly client: StoreClient;
  protected readonly lock: NamespaceLock;
  readonly #label: string;

  protected constructor(product: string, options: StoreOptions) {
    this.#label = options.vocabulary.metrics.namespace;
    this.client = new StoreClient({
      name: `${product} of cluster '${options.cluster}'`,
      config: options.config,
      timeoutParameter: 'timeout',
    });
    this.lock = new NamespaceLock({
      storeName: this.client.name,
      cluster: options.cluster,
      label: this.#label,
    });
  }

  /** The arguments by which the server answers only about the namespaces, which `matcher` finds. */
  protected abstract confine(
    question: Question,
    matcher: string,
  ): URLSearchParams;

  abstract export(
    options: MetricQuery & { window: TimeWindow },
  ): AsyncIterable<MetricSeries>;

  async queryRange(
    options: MetricQuery & { window: TimeWindow; stepSeconds: number },
  ): Promise<{ series: MetricSeries[]; truncated: boolean }> {
    assertWindow(options.window);
    assertStep(options.window, options.stepSeconds, MAX_POINTS);
    const form = this.form(options, 'query', options.window.to);
    setWindow(form, options.window);
    form.set('step', `${options.stepSeconds}s`);
    const { items, truncated } = await this.#list(
      'api/v1/query_range',
      form,
      options,
      parseMatrix,
    );
    for (const { labels } of items) {
      this.lock.check(labels, options.scope);
    }
    return { series: items, truncated };
  }

  async query(
    options: MetricQuery & { at: Date },
  ): Promise<{ samples: MetricSample[]; truncated: boolean }> {
    const form = this.form(options, 'query', options.at);
    form.set('time', unixSeconds(options.at));
    const { items, truncated } = await this.#list(
      'api/v1/query',
      form,
      options,
      parseVector,
    );
    for (const { labels } of items) {
      this.lock.check(labels, options.scope);
    }
    return { samples: items, truncated };
  }

  /** Raw samples of the window, for a query that is a range selector as long as it. */
  protected async samples(
    options: MetricQuery & { window: TimeWindow },
  ): Promise<MetricSeries[]> {
    const { from, to } = options.window;
    const form = this.form(options, 'query', to);
    form.set('time', unixSeconds(to));
    const { items } = await this.#list(
      'api/v1/query',
      form,
      options,
      parseMatrix,
    );
    for (const { labels } of items) {
      this.lock.checkPresent(labels, options.scope);
    }
    // Up to version 2 both ends belong to the range, the sample at its start only just.
    const isInside = ([seconds]: [number, number]) =>
      seconds * 1000 >= from.getTime();
    return items.map(({ labels, points }) => ({
      labels,
      points: points.filter(isInside),
    }));
  }

  async series(options: MetricQuery & { window: TimeWindow }) {
    const form = this.form(options, 'match[]', options.window.to);
    assertWindow(options.window);
    setWindow(form, options.window);
    form.set('limit', String(MAX_SERIES + 1));
    const { items, truncated } = await this.#list(
      'api/v1/series',
      form,
      options,
      answer => parseList<Record<string, string>>(answer),
    );
    for (const labels of items) {
      this.lock.checkPresent(labels, options.scope);
    }
    return { series: items, truncated };
  }

  async labelValues(
    options: Omit<MetricQuery, 'query'> & {
      label: string;
      window: TimeWindow;
      limit: number;
    },
  ) {
    const { label } = options;
    if (!LABEL_NAME.test(label)) {
      throw new InputError(
        `Invalid label ${JSON.stringify(label)}, must match ${
          LABEL_NAME.source
        }`,
      );
    }
    assertLimit(options.limit, MAX_LABEL_VALUES);
    assertWindow(options.window);
    const form = this.form(options, 'match[]', options.window.to);
    setWindow(form, options.window);
    form.set('limit', String(options.limit + 1));
    const { items, truncated } = await this.#list(
      `api/v1/label/${label}/values`,
      form,
      options,
      answer => parseList<string>(answer),
      // Prometheus takes no POST here.
      { limit: options.limit, method: 'GET' },
    );
    this.lock.checkValues(label, items, options.scope);
    return { values: items, truncated };
  }

  /** The arguments of a question, confined to the namespaces of its scope. */
  protected form(
    options: Omit<MetricQuery, 'query'> & { query?: string },
    parameter: 'query' | 'match[]',
    end: Date,
  ): URLSearchParams {
    const namespaces = this.lock.namespaces(options.scope);
    const { query } = options;
    if (query !== undefined) {
      assertQueryText(query);
    }
    return this.confine(
      { parameter, text: query, end },
      namespaceMatcher(this.#label, namespaces),
    );
  }

  async #list<T>(
    path: string,
    form: URLSearchParams,
    options: { signal?: AbortSignal },
    parse: (answer: unknown) => T[] | undefined,
    { limit = MAX_SERIES, method }: { limit?: number; method?: 'GET' } = {},
  ): Promise<{ items: T[]; truncated: boolean }> {
    const { signal } = options;
    const answer = await this.client.json({ path, form, method, signal });
    const all = parse(answer);
    if (!all) {
      throw new ServiceUnavailableError(
        `${this.client.name} answered in an unknown shape`,
      );
    }
    return {
      items: all.slice(0, limit),
      truncated: all.length > limit || isIncomplete(answer),
    };
  }
}

/** @internal */
export function setWindow(form: URLSearchParams, window: TimeWindow): void {
  form.set('start', unixSeconds(window.from));
  form.set('end', unixSeconds(window.to));
}

/** @internal */
export function unixSeconds(time: Date): string {
  return (time.getTime() / 1000).toFixed(3);
}
