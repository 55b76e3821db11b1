import { RawSpan } from './RawSpan';

/** A visible span with its place in the tree. @internal */
export type LinkedSpan = {
  raw: RawSpan;
  /** Unique among the spans. */
  spanId: string;
  parentId?: string;
  parentHidden?: boolean;
};

/**
 * Builds a forest from spans that claim to be one.
 *
 * @remarks
 * - A span that was stored twice is there once.
 * - Different spans of one id (a client and its server in Zipkin's way) all stay;
 *   the later ones get `~2`, `~3` … behind the id, and children go to the first.
 * - A parent that is not there makes a root. A parent that is hidden as well, and
 *   it is said. An id that is both visible and hidden counts as visible.
 * - Of a circle of parents, the span that comes first becomes a root.
 *
 * @param spans - visible spans, ascending by start
 * @param hiddenIds - ids of spans that the caller may not see
 * @internal
 */
export function linkSpans(
  spans: RawSpan[],
  hiddenIds: ReadonlySet<string>,
): LinkedSpan[] {
  const linked: LinkedSpan[] = [];
  const byId = new Map<string, LinkedSpan[]>();
  for (const raw of spans) {
    const same = byId.get(raw.spanId) ?? [];
    if (!same.some(other => isCopy(other.raw, raw))) {
      const span: LinkedSpan = {
        raw,
        spanId: same.length ? `${raw.spanId}~${same.length + 1}` : raw.spanId,
      };
      linked.push(span);
      byId.set(raw.spanId, [...same, span]);
    }
  }
  for (const span of linked) {
    const { parentId } = span.raw;
    if (parentId !== undefined && byId.has(parentId)) {
      span.parentId = parentId;
    } else if (parentId !== undefined && hiddenIds.has(parentId)) {
      span.parentHidden = true;
    }
  }
  breakCircles(linked);
  return linked;
}

function isCopy(a: RawSpan, b: RawSpan): boolean {
  return (
    a.startNs === b.startNs &&
    a.kind === b.kind &&
    a.operation === b.operation &&
    a.resource.service === b.resource.service
  );
}

function breakCircles(spans: LinkedSpan[]): void {
  const byId = new Map(spans.map(span => [span.spanId, span]));
  const order = new Map(spans.map((span, index) => [span, index]));
  const parentOf = (span: LinkedSpan) =>
    span.parentId === undefined ? undefined : byId.get(span.parentId);
  const known = new Set<LinkedSpan>();
  for (const start of spans) {
    const path = new Set<LinkedSpan>();
    let span: LinkedSpan | undefined = start;
    while (span && !known.has(span)) {
      known.add(span);
      path.add(span);
      span = parentOf(span);
    }
    if (span && path.has(span)) {
      let first = span;
      for (let next = parentOf(span)!; next !== span; next = parentOf(next)!) {
        first = order.get(next)! < order.get(first)! ? next : first;
      }
      delete first.parentId;
    }
  }
}
