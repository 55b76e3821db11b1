import type { Evidence } from '../ranking/evidence';
import { buildVisits } from './buildVisits';
import { compareLinks } from './compareLinks';
import { comparePaths } from './comparePaths';
import { compareSelfTimes } from './compareSelfTimes';
import type { Span } from './types';

/** @public */
export type TraceComparison = {
  evidence: Evidence[];
  /** Who calls whom. */
  edges: Array<{ from: string; to: string }>;
};

/**
 * Compares traces with a reference without faults: what entities do per request,
 * how long they take themselves, and how long calls are on their way.
 *
 * @param failed - Traces that are known to have failed, such as from their log lines; spans with `error` are added.
 *
 * @public
 */
export function compareTraces(
  reference: readonly Span[],
  current: readonly Span[],
  failed: ReadonlySet<string> = new Set(),
): TraceComparison {
  const allFailed = new Set(failed);
  for (const span of [...reference, ...current]) {
    if (span.error) {
      allFailed.add(span.traceId);
    }
  }
  const before = buildVisits(reference);
  const now = buildVisits(current);
  const edges = new Map<string, { from: string; to: string }>();
  for (const { span, parent } of [...before.nodes, ...now.nodes]) {
    if (parent && parent.span.entity !== span.entity) {
      const edge = { from: parent.span.entity, to: span.entity };
      edges.set(`${edge.from}\n${edge.to}`, edge);
    }
  }
  return {
    evidence: [
      ...comparePaths(before, now, allFailed),
      ...compareSelfTimes(before, now),
      ...compareLinks(before, now),
    ],
    edges: [...edges.values()],
  };
}
