import { TargetRef, Window } from './target';

/** `POST /api/observability/traces/search`. @public */
export type TraceSearchRequest = TargetRef & {
  window: Window;
  operation?: string;
  /** Milliseconds. */
  minDuration?: number;
  onlyErrors?: boolean;
  /** At most 200; 50 when left out. */
  limit?: number;
};

/** @public */
export type TraceSummary = {
  traceId: string;
  /** Root span that the caller may see. */
  service: string;
  operation: string;
  start: string;
  durationMs: number;
  spans: number;
  services: string[];
  failed: boolean;
  /** Spans of namespaces that the caller does not own; nothing else of them is told. */
  hiddenSpans: number;
};

/** What the found traces say of one operation of the workload. @public */
export type OperationSummary = {
  operation: string;
  traces: number;
  failed: number;
  /** Milliseconds of the workload's own server spans among the found traces. */
  p50Ms: number;
  p99Ms: number;
};

/** @public */
export type TraceSearchAnswer = {
  /** Slowest first. */
  traces: TraceSummary[];
  operations: OperationSummary[];
  truncated: boolean;
};

/** `POST /api/observability/traces/trace`. @public */
export type TraceRequest = TargetRef & { traceId: string };

/** @public */
export type TraceSpan = {
  spanId: string;
  /** Absent for a root, and where the parent is hidden or missing. */
  parentId?: string;
  /** Its parent is in a namespace that the caller does not own. */
  parentHidden?: boolean;
  service: string;
  namespace?: string;
  pod?: string;
  operation: string;
  kind: 'server' | 'client' | 'producer' | 'consumer' | 'internal';
  start: string;
  durationMs: number;
  failed: boolean;
  statusText?: string;
  attributes: Record<string, string>;
  events: Array<{
    time: string;
    name: string;
    attributes: Record<string, string>;
  }>;
};

/** @public */
export type Trace = {
  traceId: string;
  start: string;
  durationMs: number;
  /** By start. */
  spans: TraceSpan[];
  hiddenSpans: number;
  /** More spans were there than a page can hold. */
  truncated: boolean;
};
