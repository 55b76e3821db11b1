export type { Evidence, EvidenceKind } from './evidence';
export type { EntitySeries, SignalKind } from './metricEvidence';
export { rankCandidates } from './rankCandidates';
export type {
  Candidate,
  DependencyEdge,
  RankedCandidate,
  RankingInput,
} from './rankCandidates';
export { rankRootCauses } from './rankRootCauses';
export type { Incident, RootCause } from './rankRootCauses';
