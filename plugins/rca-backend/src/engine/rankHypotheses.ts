import {
  DependencyEdge,
  rankCandidates,
  RankedCandidate,
} from '@internal/analysis';
import { ObjectRef, sameObject } from '@internal/plugin-rca-common';
import { earliest } from '../lib/time';
import { RuleFinding, Snapshot } from '../rules';
import {
  Candidate,
  nodeVertex,
  PlacedFinding,
  VertexId,
} from './findCandidates';

/** Onsets closer than this are simultaneous: scrapes and events are not more exact. */
const ONSET_TOLERANCE_MS = 120_000;
const SYMPTOM_STRENGTH: Record<RuleFinding['severity'], number> = {
  critical: 0.7,
  warning: 0.5,
  info: 0,
};
/** What is left of a candidate that no chain of anomalies connects to the symptom. */
const UNCONNECTED_FACTOR = 0.3;
/** What is left of a second explanation on an object that has a better one. */
const SECOND_FACTOR = 0.6;
/** Nothing is certain. */
const MAX_CONFIDENCE = 0.97;

/** @internal */
export type RankedCause = {
  candidate: Candidate;
  confidence: number;
  connected: boolean;
  /** Objects from the cause to the symptom. */
  propagation: ObjectRef[];
  explanation: string;
  /** Anomalous dependencies that explain it. */
  explainedBy: VertexId[];
};

/**
 * Orders candidate causes by how well each explains what is wrong with the
 * subject. The place in the dependency graph is judged by `rankCandidates`; what
 * the rules know of the object itself is the weight.
 * @internal
 */
export function rankHypotheses(
  snapshot: Snapshot,
  placed: PlacedFinding[],
  candidates: Candidate[],
): RankedCause[] {
  const vertices = describeVertices(snapshot, placed);
  const edges = describeEdges(snapshot, placed);
  const symptom = snapshot.graph.subject.key;
  const ranking = new Map(
    rankCandidates({
      candidates: [...vertices].map(([id, { strength, onset }]) => ({
        id,
        strength,
        ...(onset && { onset: Date.parse(onset) }),
      })),
      edges,
      symptom,
      onsetTolerance: ONSET_TOLERANCE_MS,
    }).map(ranked => [ranked.id, ranked]),
  );
  const ranked = candidates.map(candidate => {
    const place = ranking.get(candidate.vertex);
    const strength = vertices.get(candidate.vertex)?.strength ?? 0;
    const connected = place?.path.at(-1) === symptom;
    return {
      candidate,
      connected,
      confidence: confidenceOf(
        candidate,
        place,
        strength,
        connected,
        edges,
        vertices,
      ),
      propagation: propagationOf(snapshot, candidate, place),
      explanation: place?.explanation ?? '',
      explainedBy: candidate.selfSufficient ? [] : place?.explainedBy ?? [],
    };
  });
  return demoteSeconds(ranked.sort(byConfidence)).sort(byConfidence);
}

type Vertex = { strength: number; onset?: string };

function describeVertices(
  snapshot: Snapshot,
  placed: PlacedFinding[],
): Map<VertexId, Vertex> {
  const vertices = new Map<VertexId, Vertex>();
  const raise = (id: VertexId, strength: number, onset?: string) => {
    const known = vertices.get(id);
    vertices.set(id, {
      strength: Math.max(known?.strength ?? 0, strength),
      onset: strength > 0 ? earliest(known?.onset, onset) : known?.onset,
    });
  };
  for (const node of snapshot.graph.nodes) {
    raise(node.key, 0);
  }
  for (const { finding, vertices: ids } of placed) {
    const strength = Math.max(
      finding.cause?.weight ?? 0,
      SYMPTOM_STRENGTH[finding.severity],
    );
    ids.forEach(id => raise(id, strength, finding.onset));
  }
  for (const facts of snapshot.metrics?.services ?? []) {
    const node = snapshot.graph.find(facts.namespace, facts.service);
    if (node && facts.state === 'anomalous') {
      raise(node.key, facts.strength, facts.onset);
    }
  }
  return vertices;
}

function describeEdges(
  snapshot: Snapshot,
  placed: PlacedFinding[],
): DependencyEdge[] {
  const calls = snapshot.graph.edges.map(({ from, to, observed }) => ({
    from: from.key,
    to: to.key,
    ...(observed && { strength: observed.anomalous ? observed.strength : 0 }),
  }));
  const placements = placed
    .filter(({ finding }) => finding.object.kind === 'Node')
    .flatMap(({ finding }) =>
      (finding.affects ?? []).map(ref => {
        const workload = snapshot.index.workloadByRef(ref);
        const node = workload && snapshot.graph.nodeOfWorkload(workload);
        return { from: node?.key ?? '', to: nodeVertex(finding.object.name) };
      }),
    );
  return [...calls, ...placements];
}

function confidenceOf(
  candidate: Candidate,
  place: RankedCandidate | undefined,
  strength: number,
  connected: boolean,
  edges: DependencyEdge[],
  vertices: Map<VertexId, Vertex>,
): number {
  if (!place || strength === 0) {
    return 0;
  }
  if (!connected) {
    return candidate.weight * UNCONNECTED_FACTOR;
  }
  // The share of its strength that is left after the way to the symptom, and
  // after what its own dependencies explain of it.
  const kept = candidate.selfSufficient
    ? widthOf(place.path, edges, vertices)
    : place.score / strength;
  return Math.min(
    MAX_CONFIDENCE,
    candidate.weight * (0.5 + 0.5 * Math.min(1, kept)),
  );
}

/** The weakest link from a vertex to the symptom. */
function widthOf(
  path: VertexId[],
  edges: DependencyEdge[],
  vertices: Map<VertexId, Vertex>,
): number {
  const links = path.slice(0, -1).map((to, i) => {
    const edge = edges.find(e => e.from === path[i + 1] && e.to === to);
    return edge?.strength ?? vertices.get(to)?.strength ?? 0;
  });
  return Math.min(1, ...links);
}

function propagationOf(
  snapshot: Snapshot,
  candidate: Candidate,
  place: RankedCandidate | undefined,
): ObjectRef[] {
  const onPath = (place?.path ?? [])
    .map(id => snapshot.graph.nodes.find(node => node.key === id))
    .filter(node => node !== undefined)
    .map(node => snapshot.graph.objectOf(node));
  return [
    candidate.entity,
    ...onPath.filter(ref => !sameObject(ref, candidate.entity)),
  ];
}

/** One object has one cause: what ranks lower on it is more likely an effect. */
function demoteSeconds(ranked: RankedCause[]): RankedCause[] {
  const seen = new Set<VertexId>();
  return ranked.map(cause => {
    const { vertex } = cause.candidate;
    const second = seen.has(vertex);
    seen.add(vertex);
    return second
      ? { ...cause, confidence: cause.confidence * SECOND_FACTOR }
      : cause;
  });
}

function byConfidence(a: RankedCause, b: RankedCause): number {
  return b.confidence - a.confidence;
}
