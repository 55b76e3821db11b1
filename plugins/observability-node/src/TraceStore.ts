import { TenantScope } from '@internal/plugin-tenancy-common';
import { Trace } from '@internal/plugin-observability-common';
import { TimeWindow } from './LogStore';

/** @public */
export type TraceQuery = {
  scope: TenantScope;
  signal?: AbortSignal;
};

/**
 * Errors as in {@link LogStore}.
 *
 * @remarks
 * A trace crosses namespaces. Spans that do not carry the namespace of one in the
 * scope are dropped before they leave the store's class: they are counted in
 * `hiddenSpans`, and a span whose parent was dropped says `parentHidden`. A trace
 * without one visible span does not exist for the caller. The search itself asks
 * the store for the namespaces, by its own attribute filter.
 *
 * @public
 */
export interface TraceStore {
  /** Operations of a service, sorted. */
  operations(
    options: TraceQuery & { service: string; window: TimeWindow },
  ): Promise<string[]>;

  /** Traces in which a visible span of the service is what was asked for, newest first. */
  search(
    options: TraceQuery & {
      service: string;
      window: TimeWindow;
      operation?: string;
      /** Milliseconds. */
      minDuration?: number;
      onlyErrors?: boolean;
      limit: number;
    },
  ): Promise<{ traces: Trace[]; truncated: boolean }>;

  /** @throws NotFoundError also for a trace that has no visible span. */
  trace(options: TraceQuery & { traceId: string }): Promise<Trace>;
}
