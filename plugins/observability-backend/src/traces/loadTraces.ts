import {
  OperationSummary,
  Trace,
  TraceSearchAnswer,
  TraceSpan,
  TraceSummary,
} from '@internal/plugin-observability-common';
import { ObservabilityService } from '@internal/plugin-observability-node';
import { ReadableTarget } from '../access/TelemetryAccess';

type Question = {
  target: ReadableTarget;
  observability: ObservabilityService;
  signal: AbortSignal;
};

/** Traces that go through the workload, slowest first, and its operations among them. @internal */
export async function searchTraces(
  options: Question & {
    window: { from: Date; to: Date };
    operation?: string;
    minDuration?: number;
    onlyErrors?: boolean;
    limit: number;
  },
): Promise<TraceSearchAnswer> {
  const { target, observability, ...question } = options;
  const { traces, truncated } = await observability
    .traces(target.cluster)
    .search({ ...question, scope: target.scope, service: target.service });
  return {
    traces: traces.map(summarise).sort((a, b) => b.durationMs - a.durationMs),
    operations: summariseOperations(traces, target.service),
    truncated,
  };
}

/** One trace, as far as the caller may see it. @internal */
export async function loadTrace(
  options: Question & { traceId: string },
): Promise<Trace> {
  const { target, observability, traceId, signal } = options;
  return observability
    .traces(target.cluster)
    .trace({ scope: target.scope, traceId: traceId.toLowerCase(), signal });
}

function summarise(trace: Trace): TraceSummary {
  const root =
    trace.spans.find(
      ({ parentId, parentHidden }) => !parentId && !parentHidden,
    ) ?? trace.spans[0];
  return {
    traceId: trace.traceId,
    service: root.service,
    operation: root.operation,
    start: trace.start,
    durationMs: trace.durationMs,
    spans: trace.spans.length,
    services: [...new Set(trace.spans.map(({ service }) => service))].sort(),
    failed: trace.spans.some(({ failed }) => failed),
    hiddenSpans: trace.hiddenSpans,
  };
}

function summariseOperations(
  traces: readonly Trace[],
  service: string,
): OperationSummary[] {
  const byOperation = new Map<
    string,
    { traces: Set<string>; spans: TraceSpan[] }
  >();
  for (const trace of traces) {
    for (const span of trace.spans) {
      if (span.service !== service || span.kind !== 'server') continue;
      const known = byOperation.get(span.operation) ?? {
        traces: new Set(),
        spans: [],
      };
      byOperation.set(span.operation, known);
      known.traces.add(trace.traceId);
      known.spans.push(span);
    }
  }
  return [...byOperation]
    .map(([operation, found]) => {
      const durations = found.spans
        .map(({ durationMs }) => durationMs)
        .sort((a, b) => a - b);
      return {
        operation,
        traces: found.traces.size,
        failed: found.spans.filter(({ failed }) => failed).length,
        p50Ms: nearestRank(durations, 0.5),
        p99Ms: nearestRank(durations, 0.99),
      };
    })
    .sort((a, b) => b.p99Ms - a.p99Ms);
}

function nearestRank(sorted: readonly number[], q: number): number {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0;
}
