/** One operation of one request. Only differences of times are used, never the clock. @public */
export type Span = {
  traceId: string;
  spanId: string;
  parentId?: string;
  entity: string;
  operation: string;
  /** In milliseconds; compared with spans of the same trace only. */
  startMs: number;
  durationMs: number;
  error?: boolean;
};
