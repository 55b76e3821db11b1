import {
  OperationSummary,
  Trace,
  TraceSpan,
  TraceSummary,
} from '@internal/plugin-observability-common';

/** One row of a list of traces, told by the spans that the caller may see. @public */
export function summariseTrace(trace: Trace): TraceSummary {
  const ids = new Set(trace.spans.map(span => span.spanId));
  const isRoot = (span: TraceSpan) => !ids.has(span.parentId ?? '');
  const root = trace.spans.find(isRoot) ?? trace.spans[0];
  return {
    traceId: trace.traceId,
    service: root.service,
    operation: root.operation,
    start: trace.start,
    durationMs: trace.durationMs,
    spans: trace.spans.length,
    services: [...new Set(trace.spans.map(span => span.service))].sort(),
    failed: trace.spans.some(span => span.failed),
    hiddenSpans: trace.hiddenSpans,
  };
}

/**
 * What the traces say of each operation that a workload serves, slowest first.
 * Spans that take work in (server, consumer) count; those of calls and of inner
 * work do not.
 * @public
 */
export function summariseOperations(
  traces: readonly Trace[],
  workload: { service: string; namespace: string },
): OperationSummary[] {
  const byOperation = new Map<string, Array<[Trace, TraceSpan]>>();
  for (const trace of traces) {
    for (const span of trace.spans) {
      if (
        span.service === workload.service &&
        span.namespace === workload.namespace &&
        (span.kind === 'server' || span.kind === 'consumer')
      ) {
        const found = byOperation.get(span.operation) ?? [];
        found.push([trace, span]);
        byOperation.set(span.operation, found);
      }
    }
  }
  return [...byOperation]
    .map(([operation, found]) => {
      const durations = found
        .map(([, span]) => span.durationMs)
        .sort((a, b) => a - b);
      const failed = found.filter(([, span]) => span.failed);
      return {
        operation,
        traces: countTraces(found),
        failed: countTraces(failed),
        p50Ms: quantile(durations, 0.5),
        p99Ms: quantile(durations, 0.99),
      };
    })
    .sort(
      (a, b) => b.p99Ms - a.p99Ms || a.operation.localeCompare(b.operation),
    );
}

function countTraces(found: Array<[Trace, TraceSpan]>): number {
  return new Set(found.map(([trace]) => trace.traceId)).size;
}

/** Nearest rank: always a duration that was measured. */
function quantile(ascending: number[], q: number): number {
  return ascending[Math.max(0, Math.ceil(q * ascending.length) - 1)];
}
