import { TargetRef, Window } from './target';

/** @public */
export type MetricUnit =
  | 'seconds'
  | 'bytes'
  | 'ratio'
  | 'per-second'
  | 'cores'
  | 'count'
  | 'none';

/** One panel of the catalogue. @public */
export type MetricPanelInfo = {
  /** For example `request-rate`. */
  id: string;
  title: string;
  /** What a reader learns from it, one sentence. */
  description: string;
  /** RED: requests; USE: resources; workload: replicas and restarts. */
  group: 'requests' | 'resources' | 'workload';
  unit: MetricUnit;
};

/** Answer of `GET /api/observability/metrics/panels`. @public */
export type MetricPanelList = { panels: MetricPanelInfo[] };

/** `POST /api/observability/metrics/panel`. @public */
export type MetricPanelRequest = TargetRef & { panel: string; window: Window };

/** @public */
export type ChartSeries = {
  /** Short and direct, for example a pod, a route, `p99`. */
  name: string;
  labels: Record<string, string>;
  /** `[unix seconds, value]`, ascending; a gap is an absent point. */
  points: Array<[number, number]>;
};

/** What the detectors found in one series of the panel. @public */
export type SeriesAnomaly = {
  series: string;
  kind: string;
  from: string;
  /** Absent while it lasts. */
  to?: string;
  direction: 'up' | 'down' | 'none';
  /** 0 to 1. */
  confidence: number;
  /** What was expected, in the panel's unit. */
  expected?: { low: number; high: number };
  /** One sentence with numbers, units and baseline. */
  explanation: string;
};

/** @public */
export type MetricPanel = {
  panel: MetricPanelInfo;
  /** What the store was asked, one per part of the panel. */
  queries: string[];
  stepSeconds: number;
  series: ChartSeries[];
  anomalies: SeriesAnomaly[];
  truncated: boolean;
};

/** `POST /api/observability/metrics/query`: the caller's own expression. @public */
export type MetricQueryRequest = TargetRef & {
  query: string;
  window: Window;
  /** Chosen from the window when left out. */
  stepSeconds?: number;
};

/** @public */
export type MetricQueryAnswer = {
  query: string;
  stepSeconds: number;
  series: ChartSeries[];
  truncated: boolean;
};

/** `POST /api/observability/metrics/names`: metrics and labels for completion. @public */
export type MetricNamesRequest = TargetRef & {
  window: Window;
  /** Values of this label; names of metrics when left out. */
  label?: string;
};

/** @public */
export type MetricNames = { names: string[]; truncated: boolean };
