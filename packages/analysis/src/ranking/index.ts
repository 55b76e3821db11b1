export { rankCandidates } from './rankCandidates';
export type {
  Candidate,
  DependencyEdge,
  RankedCandidate,
  RankingInput,
} from './rankCandidates';
