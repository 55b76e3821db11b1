import { TraceSpan } from '@internal/plugin-observability-common';

/** Keys may repeat and values may be anything: both come from applications. @internal */
export type RawAttribute = { key: string; value: unknown };

/** What emitted a span; shared by all its spans. @internal */
export type RawResource = {
  service: string;
  /** Undefined when unknown or ambiguous, and then nobody may see its spans. */
  namespace?: string;
  pod?: string;
  attributes: RawAttribute[];
};

/** A span as a store sent it, before anybody asked whether the caller may see it. @internal */
export type RawSpan = {
  traceId: string;
  spanId: string;
  parentId?: string;
  resource: RawResource;
  operation: string;
  kind: TraceSpan['kind'];
  /** Since 1970; undefined when unusable. */
  startNs?: bigint;
  /** Never negative. */
  durationNs: bigint;
  failed: boolean;
  statusText?: string;
  attributes: RawAttribute[];
  events: Array<{ timeNs?: bigint; name: string; attributes: RawAttribute[] }>;
};
