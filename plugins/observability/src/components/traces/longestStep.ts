import { Trace, TraceSpan } from '@internal/plugin-observability-common';

/**
 * The span with the most time that no span below it accounts for: where a request
 * was worked on, or waited for somebody who is not in the trace.
 */
export function longestStep(
  trace: Pick<Trace, 'spans'>,
): { span: TraceSpan; ownMs: number } | undefined {
  const children = new Map<string, TraceSpan[]>();
  for (const span of trace.spans) {
    if (span.parentId !== undefined && span.parentId !== span.spanId) {
      children.set(span.parentId, [
        ...(children.get(span.parentId) ?? []),
        span,
      ]);
    }
  }
  let longest: { span: TraceSpan; ownMs: number } | undefined;
  for (const span of trace.spans) {
    const ownMs =
      span.durationMs - coveredMs(span, children.get(span.spanId) ?? []);
    if (ownMs > (longest?.ownMs ?? 0)) {
      longest = { span, ownMs };
    }
  }
  return longest;
}

/** Time of a span in which at least one of the others runs. */
function coveredMs(span: TraceSpan, others: readonly TraceSpan[]): number {
  const start = Date.parse(span.start);
  const end = start + span.durationMs;
  const parts = others
    .map(other => {
      const from = Date.parse(other.start);
      return [
        Math.max(from, start),
        Math.min(from + other.durationMs, end),
      ] as const;
    })
    .sort(([a], [b]) => a - b);
  let covered = 0;
  let until = start;
  for (const [from, to] of parts) {
    covered += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return covered;
}
