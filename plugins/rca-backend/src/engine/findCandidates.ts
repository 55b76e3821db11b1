import {
  CauseCategory,
  ObjectRef,
  objectKey,
} from '@internal/plugin-rca-common';
import { earliest } from '../lib/time';
import { RuleCause, RuleFinding, Snapshot } from '../rules';

/** Vertex of the analysis: a service of the graph, or a cluster node that services run on. @internal */
export type VertexId = string;

/** Findings that name the same cause on the same object. @internal */
export type Candidate = {
  category: CauseCategory;
  entity: ObjectRef;
  vertex: VertexId;
  weight: number;
  selfSufficient: boolean;
  /** Of the finding that speaks loudest. */
  cause: RuleCause;
  onset?: string;
  findings: RuleFinding[];
};

/** A finding with the vertices that it is about. @internal */
export type PlacedFinding = { finding: RuleFinding; vertices: VertexId[] };

/** Places findings in the service graph. @internal */
export function placeFindings(
  snapshot: Snapshot,
  findings: RuleFinding[],
): PlacedFinding[] {
  return findings.map(finding => ({
    finding,
    vertices: verticesOf(snapshot, finding),
  }));
}

/** Merges findings into candidate causes, the strongest first. @internal */
export function findCandidates(placed: PlacedFinding[]): Candidate[] {
  const candidates = new Map<string, Candidate>();
  for (const { finding, vertices } of placed) {
    const { cause, object, onset } = finding;
    if (!cause || vertices.length === 0) {
      continue;
    }
    const key = `${cause.category} ${objectKey(object)}`;
    const known = candidates.get(key);
    const loudest = known && known.weight >= cause.weight ? known.cause : cause;
    candidates.set(key, {
      category: cause.category,
      entity: object,
      vertex: vertices[0],
      weight: Math.max(known?.weight ?? 0, cause.weight),
      selfSufficient: loudest.selfSufficient,
      cause: loudest,
      onset: earliest(known?.onset, onset),
      findings: [...(known?.findings ?? []), finding],
    });
  }
  return [...candidates.values()].sort((a, b) => b.weight - a.weight);
}

/** The vertex of a cluster node. @internal */
export function nodeVertex(name: string): VertexId {
  return `node ${name}`;
}

function verticesOf(snapshot: Snapshot, finding: RuleFinding): VertexId[] {
  const { graph, index } = snapshot;
  if (finding.object.kind === 'Node') {
    return [nodeVertex(finding.object.name)];
  }
  const refs = [finding.object, ...(finding.affects ?? [])];
  const found = refs
    .map(ref => {
      const workload = index.workloadByRef(ref);
      return workload
        ? graph.nodeOfWorkload(workload)
        : graph.nodes.find(
            node => objectKey(graph.objectOf(node)) === objectKey(ref),
          );
    })
    .filter(node => node !== undefined);
  if (found.length) {
    return [...new Set(found.map(node => node.key))];
  }
  const byName =
    finding.object.namespace &&
    graph.find(finding.object.namespace, finding.object.name);
  return byName ? [byName.key] : [];
}
