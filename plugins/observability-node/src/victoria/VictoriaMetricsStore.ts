import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { StoreConfig } from '../config';
import { StoreClient } from '../http/StoreClient';
import { TimeWindow } from '../LogStore';
import {
  MetricQuery,
  MetricSample,
  MetricSeries,
  MetricStore,
} from '../MetricStore';
import { escapeRegExp } from '../queryText';
import { scopeNamespaces } from '../scopeNamespaces';
import { assertQueryText, assertStep, assertWindow } from '../validation';
import { Vocabulary } from '../Vocabulary';
import { parseMatrix, parseVector } from './parsePrometheus';

/** Below the server's own 30 000. */
const MAX_POINTS = 11_000;
const MAX_SERIES = 1_000;
/** The server hides samples until they are 30 s old; windows ending later than this ask it not to. */
const FRESH_MS = 5 * 60_000;

/**
 * Reads VictoriaMetrics over its Prometheus API. The namespaces travel as
 * `extra_filters[]`, which the server adds to every selector of the query.
 * @internal
 */
export class VictoriaMetricsStore implements MetricStore {
  readonly #cluster: string;
  readonly #namespaceLabel: string;
  readonly #client: StoreClient;

  constructor(options: {
    cluster: string;
    config: StoreConfig;
    vocabulary: Vocabulary;
  }) {
    this.#cluster = options.cluster;
    this.#namespaceLabel = options.vocabulary.metrics.namespace;
    this.#client = new StoreClient({
      name: `VictoriaMetrics of cluster '${options.cluster}'`,
      config: options.config,
    });
  }

  async queryRange(
    options: MetricQuery & { window: TimeWindow; stepSeconds: number },
  ): Promise<{ series: MetricSeries[]; truncated: boolean }> {
    assertWindow(options.window);
    assertStep(options.window, options.stepSeconds, MAX_POINTS);
    const form = this.#form(options, options.window.to);
    form.set('start', unixSeconds(options.window.from));
    form.set('end', unixSeconds(options.window.to));
    form.set('step', `${options.stepSeconds}s`);
    const all = parseMatrix(
      await this.#client.json({
        path: 'api/v1/query_range',
        form,
        signal: options.signal,
      }),
    );
    return {
      series: this.#confined(all, options.scope).slice(0, MAX_SERIES),
      truncated: all!.length > MAX_SERIES,
    };
  }

  async query(
    options: MetricQuery & { at: Date },
  ): Promise<{ samples: MetricSample[]; truncated: boolean }> {
    const form = this.#form(options, options.at);
    form.set('time', unixSeconds(options.at));
    const all = parseVector(
      await this.#client.json({
        path: 'api/v1/query',
        form,
        signal: options.signal,
      }),
    );
    return {
      samples: this.#confined(all, options.scope).slice(0, MAX_SERIES),
      truncated: all!.length > MAX_SERIES,
    };
  }

  #form(options: MetricQuery, end: Date): URLSearchParams {
    const namespaces = scopeNamespaces(options.scope, this.#cluster);
    assertQueryText(options.query);
    const form = new URLSearchParams({ query: options.query });
    const pattern = namespaces.map(escapeRegExp).join('|');
    form.set(
      'extra_filters[]',
      `{${this.#namespaceLabel}=~${JSON.stringify(`^(?:${pattern})$`)}}`,
    );
    if (end.getTime() > Date.now() - FRESH_MS) {
      form.set('nocache', '1');
      form.set('latency_offset', '1ms');
    }
    return form;
  }

  /** A second lock behind `extra_filters[]`, for a proxy that loses arguments. */
  #confined<T extends { labels: Record<string, string> }>(
    results: T[] | undefined,
    scope: TenantScope,
  ): T[] {
    if (!results) {
      throw new ServiceUnavailableError(
        `${this.#client.name} answered in an unknown shape`,
      );
    }
    for (const { labels } of results) {
      const namespace = labels[this.#namespaceLabel];
      if (namespace !== undefined && !scope.namespaces.includes(namespace)) {
        throw new NotAllowedError(
          `${
            this.#client.name
          } answered with a series outside the caller's namespaces`,
        );
      }
    }
    return results;
  }
}

function unixSeconds(time: Date): string {
  return (time.getTime() / 1000).toFixed(3);
}
