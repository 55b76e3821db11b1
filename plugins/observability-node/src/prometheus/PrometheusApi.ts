import { InputError, ServiceUnavailableError } from '@backstage/errors';
import { StoreClient } from '../http/StoreClient';
import { TimeWindow } from '../LogStore';
import {
  MetricQuery,
  MetricSample,
  MetricSeries,
  MetricStore,
} from '../MetricStore';
import {
  assertLimit,
  assertQueryText,
  assertStep,
  assertWindow,
} from '../validation';
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
 * Arguments that confine a question to namespaces: `text` goes into `parameter`,
 * nothing of it for a question about everything in the namespaces.
 * @internal
 */
export type Confine = (question: {
  parameter: 'query' | 'match[]';
  text: string | undefined;
  namespaces: readonly string[];
  end: Date;
}) => URLSearchParams;

/**
 * The HTTP API that Prometheus and VictoriaMetrics share. They differ in how a
 * question is confined to namespaces, which `confine` does.
 * @internal
 */
export class PrometheusApi implements Omit<MetricStore, 'language' | 'export'> {
  readonly #client: StoreClient;
  readonly #lock: NamespaceLock;
  readonly #confine: Confine;

  constructor(options: {
    client: StoreClient;
    lock: NamespaceLock;
    confine: Confine;
  }) {
    this.#client = options.client;
    this.#lock = options.lock;
    this.#confine = options.confine;
  }

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
      this.#lock.check(labels, options.scope);
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
      this.#lock.check(labels, options.scope);
    }
    return { samples: items, truncated };
  }

  /** Raw samples of the window, for a query that is a range selector as long as it. */
  async samples(
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
      this.#lock.checkPresent(labels, options.scope);
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
      this.#lock.checkPresent(labels, options.scope);
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
    this.#lock.checkValues(label, items, options.scope);
    return { values: items, truncated };
  }

  /** The arguments of a question, confined to the namespaces of its scope. */
  form(
    options: Omit<MetricQuery, 'query'> & { query?: string },
    parameter: 'query' | 'match[]',
    end: Date,
  ): URLSearchParams {
    const namespaces = this.#lock.namespaces(options.scope);
    const { query } = options;
    if (query !== undefined) {
      assertQueryText(query);
    }
    return this.#confine({ parameter, text: query, namespaces, end });
  }

  async #list<T>(
    path: string,
    form: URLSearchParams,
    options: { signal?: AbortSignal },
    parse: (answer: unknown) => T[] | undefined,
    { limit = MAX_SERIES, method }: { limit?: number; method?: 'GET' } = {},
  ): Promise<{ items: T[]; truncated: boolean }> {
    const { signal } = options;
    const answer = await this.#client.json({ path, form, method, signal });
    const all = parse(answer);
    if (!all) {
      throw new ServiceUnavailableError(
        `${this.#client.name} answered in an unknown shape`,
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
