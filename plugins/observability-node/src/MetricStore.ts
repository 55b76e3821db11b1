import { MetricLanguage } from '@internal/plugin-observability-common';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { TimeWindow } from './LogStore';

/** @public */
export type MetricSeries = {
  labels: Record<string, string>;
  /** `[unix seconds, value]`, ascending; gaps and NaN are absent points, infinities stay. */
  points: Array<[number, number]>;
};

/** @public */
export type MetricSample = { labels: Record<string, string>; value: number };

/** @public */
export type MetricQuery = {
  scope: TenantScope;
  /** PromQL or MetricsQL; the namespace filter travels beside it. */
  query: string;
  signal?: AbortSignal;
};

/**
 * Errors as in {@link LogStore}.
 *
 * @remarks
 * Only series that carry the namespace label of a namespace in the scope are
 * visible. Metrics without that label (node-exporter's, for one) are invisible
 * on purpose: they tell of every tenant on the node.
 *
 * @public
 */
export interface MetricStore {
  readonly language: MetricLanguage;

  /** Evaluates an expression over a window. `truncated` says that series were cut. */
  queryRange(
    options: MetricQuery & { window: TimeWindow; stepSeconds: number },
  ): Promise<{ series: MetricSeries[]; truncated: boolean }>;

  /** Evaluates an expression at one instant. */
  query(
    options: MetricQuery & { at: Date },
  ): Promise<{ samples: MetricSample[]; truncated: boolean }>;

  /** Label sets of the series that a selector finds in the window. */
  series(
    options: MetricQuery & { window: TimeWindow },
  ): Promise<{ series: Array<Record<string, string>>; truncated: boolean }>;

  /** Values of a label; `__name__` for the metrics. Only of series inside the scope. */
  labelValues(
    options: Omit<MetricQuery, 'query'> & {
      label: string;
      window: TimeWindow;
      limit: number;
    },
  ): Promise<{ values: string[]; truncated: boolean }>;

  /** Raw samples of the series that a selector finds, one series at a time, without buffering the answer. */
  export(
    options: MetricQuery & { window: TimeWindow },
  ): AsyncIterable<MetricSeries>;
}
