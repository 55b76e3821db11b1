export type { Evidence, EvidenceKind } from './evidence';
export { rankCandidates } from './rankCandidates';
export type {
  Candidate,
  DependencyEdge,
  RankedCandidate,
  RankingInput,
} from './rankCandidates';
export { rankRootCauses } from './rankRootCauses';
export type { EntitySeries, Incident, RootCause, SignalKind } from './types';
