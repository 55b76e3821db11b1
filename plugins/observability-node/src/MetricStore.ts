import { TenantScope } from '@internal/plugin-tenancy-common';
import { TimeWindow } from './LogStore';

/** @public */
export type MetricSeries = {
  labels: Record<string, string>;
  /** `[unix seconds, value]`, ascending; gaps are absent points. */
  points: Array<[number, number]>;
};

/** @public */
export interface MetricStore {
  /** Evaluates a PromQL or MetricsQL expression over a window. */
  queryRange(options: {
    scope: TenantScope;
    query: string;
    window: TimeWindow;
    stepSeconds: number;
    signal?: AbortSignal;
  }): Promise<MetricSeries[]>;

  /** Evaluates an expression at one instant. */
  query(options: {
    scope: TenantScope;
    query: string;
    at: Date;
    signal?: AbortSignal;
  }): Promise<Array<{ labels: Record<string, string>; value: number }>>;
}
