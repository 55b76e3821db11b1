import type { Span } from './types';

/** @internal */
export type SpanNode = { span: Span; parent?: SpanNode; children: SpanNode[] };

/** What one entity does for one call: a span from outside, and its own spans below. @internal */
export type Visit = {
  entity: string;
  operation: string;
  traceId: string;
  nodes: SpanNode[];
  /** Milliseconds spent here, neither in calls to others nor on the way there and back. */
  selfMs: number;
};

/** A call from one entity to another. @internal */
export type Link = {
  from: string;
  to: string;
  /** The caller waited longer than the callee worked, by so many milliseconds. */
  gapMs: number;
};

/** @internal */
export type Visits = { visits: Visit[]; links: Link[]; nodes: SpanNode[] };

/**
 * Cuts traces into visits and links.
 *
 * @remarks
 * A span is a client span if its only child belongs to another entity. What such
 * a span takes beyond its child is spent on the way: network, queues, connection
 * set-up. Durations are measured by one clock each, so clocks need not agree.
 *
 * @internal
 */
export function buildVisits(spans: readonly Span[]): Visits {
  const nodes = buildTree(spans);
  const visitOf = new Map<SpanNode, Visit>();
  const result: Visits = { visits: [], links: [], nodes };
  for (const node of parentsFirst(nodes)) {
    const { span, parent } = node;
    const inherited =
      parent?.span.entity === span.entity ? visitOf.get(parent) : undefined;
    const visit = inherited ?? {
      entity: span.entity,
      operation: span.operation,
      traceId: span.traceId,
      nodes: [],
      selfMs: 0,
    };
    if (!inherited) {
      result.visits.push(visit);
    }
    visitOf.set(node, visit);
    visit.nodes.push(node);
    const callee = calleeOf(node);
    if (callee) {
      result.links.push({
        from: span.entity,
        to: callee.span.entity,
        gapMs: Math.max(0, span.durationMs - callee.span.durationMs),
      });
    } else {
      visit.selfMs += exclusiveMs(node);
    }
  }
  return result;
}

function buildTree(spans: readonly Span[]): SpanNode[] {
  const byId = new Map<string, SpanNode>();
  for (const span of spans) {
    byId.set(`${span.traceId}\n${span.spanId}`, { span, children: [] });
  }
  const nodes = [...byId.values()];
  for (const node of nodes) {
    const { traceId, parentId } = node.span;
    const parent = parentId ? byId.get(`${traceId}\n${parentId}`) : undefined;
    if (parent && parent !== node) {
      node.parent = parent;
      parent.children.push(node);
    }
  }
  for (const node of nodes) {
    node.children.sort((a, b) => a.span.startMs - b.span.startMs);
  }
  return nodes;
}

/** Spans on a cycle of parents are never reached and so left out. */
function* parentsFirst(nodes: readonly SpanNode[]): Generator<SpanNode> {
  const open = nodes.filter(node => !node.parent);
  for (let node = open.pop(); node; node = open.pop()) {
    yield node;
    open.push(...node.children);
  }
}

function calleeOf(node: SpanNode): SpanNode | undefined {
  const [child] = node.children;
  return node.children.length === 1 && child.span.entity !== node.span.entity
    ? child
    : undefined;
}

/** A span's duration without the time that any child covers. */
function exclusiveMs({ span, children }: SpanNode): number {
  const end = span.startMs + span.durationMs;
  let covered = 0;
  let until = span.startMs;
  for (const { span: child } of children) {
    const from = Math.max(child.startMs, until);
    const to = Math.min(child.startMs + child.durationMs, end);
    covered += Math.max(0, to - from);
    until = Math.max(until, to);
  }
  return Math.max(0, span.durationMs - covered);
}
