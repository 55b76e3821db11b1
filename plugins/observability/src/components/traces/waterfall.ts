import { Trace, TraceSpan } from '@internal/plugin-observability-common';

/** One line of a waterfall. */
export type WaterfallRow = {
  span: TraceSpan;
  /** 0 for a span without a visible parent. */
  depth: number;
  /** Of the whole trace, 0 to 1. */
  offset: number;
  width: number;
  /** Ids of the spans above it, outermost first. */
  ancestors: readonly string[];
  children: number;
};

/**
 * Spans in the order in which people read them: each below its parent, siblings by
 * start. A parent that is missing, hidden or part of a circle counts as none.
 */
export function toWaterfall(trace: Trace): WaterfallRow[] {
  const start = Date.parse(trace.start);
  const total = Math.max(trace.durationMs, Number.EPSILON);
  const known = new Set(trace.spans.map(({ spanId }) => spanId));
  const byParent = new Map<string | undefined, TraceSpan[]>();
  for (const span of trace.spans) {
    const parent =
      span.parentId !== undefined && known.has(span.parentId)
        ? span.parentId
        : undefined;
    byParent.set(parent, [...(byParent.get(parent) ?? []), span]);
  }
  byParent.forEach(spans => spans.sort(byStart));

  const rows: WaterfallRow[] = [];
  const seen = new Set<string>();
  const visit = (span: TraceSpan, ancestors: readonly string[]) => {
    if (seen.has(span.spanId)) {
      return;
    }
    seen.add(span.spanId);
    const children = byParent.get(span.spanId) ?? [];
    const offset = clamp((Date.parse(span.start) - start) / total);
    rows.push({
      span,
      depth: ancestors.length,
      offset,
      width: Math.min(clamp(span.durationMs / total), 1 - offset),
      ancestors,
      children: children.length,
    });
    children.forEach(child => visit(child, [...ancestors, span.spanId]));
  };
  (byParent.get(undefined) ?? []).forEach(span => visit(span, []));
  // What is left hangs in a circle; each is shown, from the earliest on.
  [...trace.spans].sort(byStart).forEach(span => visit(span, []));
  return rows;
}

function byStart(a: TraceSpan, b: TraceSpan): number {
  return Date.parse(a.start) - Date.parse(b.start);
}

function clamp(share: number): number {
  return Math.min(Math.max(share, 0), 1);
}
