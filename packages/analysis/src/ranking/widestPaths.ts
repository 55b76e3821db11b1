import type { RankingInput } from './rankCandidates';

/** @internal */
export type WidestPath = {
  /** The weakest link on the way, 0 to 1. */
  width: number;
  /** From the symptom on. */
  nodes: string[];
};

/**
 * From the symptom to every node that a chain of anomalies reaches, the path
 * whose weakest link is strongest; of equally wide paths the one with fewer steps.
 *
 * @remarks
 * A link is as strong as the dependency looks to its dependant, or as the
 * dependency is anomalous itself where that was not observed. The symptom need
 * not be a candidate: people notice what no metric shows.
 *
 * @internal
 */
export function widestPaths(input: RankingInput): Map<string, WidestPath> {
  const strengths = new Map(input.candidates.map(c => [c.id, c.strength]));
  const reached = new Map<string, WidestPath>();
  const open = new Map<string, WidestPath>([
    [input.symptom, { width: 1, nodes: [input.symptom] }],
  ]);
  while (open.size > 0) {
    const [id, path] = [...open].reduce((a, b) => (better(b[1], a[1]) ? b : a));
    open.delete(id);
    reached.set(id, path);
    for (const edge of input.edges) {
      if (edge.from !== id || reached.has(edge.to)) {
        continue;
      }
      const link = edge.strength ?? strengths.get(edge.to) ?? 0;
      const next: WidestPath = {
        width: Math.min(path.width, link),
        nodes: [...path.nodes, edge.to],
      };
      const known = open.get(edge.to);
      if (next.width > 0 && (!known || better(next, known))) {
        open.set(edge.to, next);
      }
    }
  }
  return reached;
}

function better(a: WidestPath, b: WidestPath): boolean {
  return (
    a.width > b.width ||
    (a.width === b.width && a.nodes.length < b.nodes.length)
  );
}
