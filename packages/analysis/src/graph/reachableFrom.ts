import type { Edge } from './types';

/** Everything that an entity depends on, directly or not, and itself. @public */
export function reachableFrom(
  start: string,
  edges: readonly Edge[],
): Set<string> {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const list = next.get(from);
    if (list) {
      list.push(to);
    } else {
      next.set(from, [to]);
    }
  }
  const reached = new Set([start]);
  for (const entity of reached) {
    // A set is walked in order of insertion, additions included.
    for (const to of next.get(entity) ?? []) {
      reached.add(to);
    }
  }
  return reached;
}
