import {
  Trace,
  TraceSearchAnswer,
} from '@internal/plugin-observability-common';
import {
  ObservabilityService,
  summariseOperations,
  summariseTrace,
} from '@internal/plugin-observability-node';
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
    traces: traces
      .map(summariseTrace)
      .sort((a, b) => b.durationMs - a.durationMs),
    operations: summariseOperations(traces, target),
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
