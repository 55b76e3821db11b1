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
  const taken = new Map<string, number>();
  const seen = new Set<string>();
  for (const raw of spans) {
    const content = contentOf(raw);
    if (!seen.has(content)) {
      seen.add(content);
      linked.push({ raw, spanId: takeId(raw.spanId, taken) });
    }
  }
  for (const span of linked) {
    const { parentId } = span.raw;
    if (parentId !== undefined && taken.has(parentId)) {
      span.parentId = parentId;
    } else if (parentId !== undefined && hiddenIds.has(parentId)) {
      span.parentHidden = true;
    }
  }
  breakCircles(linked);
  return linked;
}

/** An id that is free; `taken` counts how often each was wanted. */
function takeId(wanted: string, taken: Map<string, number>): string {
  let id = wanted;
  let count = taken.get(wanted) ?? 0;
  while (taken.has(id)) {
    count++;
    id = `${wanted}~${count}`;
  }
  taken.set(wanted, Math.max(count, 1));
  taken.set(id, taken.get(id) ?? 1);
  return id;
}

/** Two spans with the same of all this are one that was stored twice. */
function contentOf({ spanId, startNs, kind, operation, resource }: RawSpan) {
  return JSON.stringify([
    spanId,
    String(startNs),
    kind,
    operation,
    resource.service,
  ]);
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
