import { widestPaths } from './widestPaths';

/** A candidate off every anomalous path from the symptom keeps this share of its score. */
const UNCONNECTED_FACTOR = 0.25;
/** A candidate whose anomaly is wholly that of its dependency loses this share. */
const EXPLAINED_SHARE = 0.9;
/** A candidate that became anomalous after the symptom keeps this share. */
const LATE_FACTOR = 0.5;
/** Scores are rounded to this: what differs by less is a tie. */
const SCORE_DECIMALS = 6;

/** Something that may be the cause. Its id is only a name and never enters the score. @public */
export type Candidate = {
  id: string;
  /** 0 (as always) to 1 (could not be more unusual). */
  strength: number;
  /** When it became unusual, in any unit of time. */
  onset?: number;
};

/** `from` depends on `to`. @public */
export type DependencyEdge = {
  from: string;
  to: string;
  /**
   * How unusual `to` looks to `from`, 0 to 1, where that was observed; 0 says that
   * `from` is served as always, so that `to` explains nothing of it.
   */
  strength?: number;
};

/** @public */
export type RankedCandidate = {
  id: string;
  /** 1 is the most likely; tied candidates share a rank. */
  rank: number;
  /** 0 to 1; comparable within one ranking only. */
  score: number;
  tied: boolean;
  /** From the candidate to the symptom, both included; only the candidate when unconnected. */
  path: string[];
  /** Anomalous direct dependencies that explain it, strongest first. */
  explainedBy: string[];
  /** Why it stands where it stands, for people. */
  explanation: string;
};

/** @public */
export type RankingInput = {
  candidates: readonly Candidate[];
  edges: readonly DependencyEdge[];
  /** Where the problem was noticed. */
  symptom: string;
  /** Onsets closer than this are simultaneous. Default 0. */
  onsetTolerance?: number;
};

/**
 * Ranks candidates by how well each explains the symptom: it is unusual itself,
 * an unbroken chain of unusual dependencies leads to it, it was not later than
 * the symptom, and nothing that it depends on explains it in turn.
 *
 * @remarks
 * The walk along anomalous dependencies to the deepest one is that of MicroScope
 * (Lin, Chen and Zheng, "Microscope: Pinpoint Performance Issues with Causal
 * Graphs in Micro-service Environments", ICSOC 2018); the strength of a chain is
 * that of its weakest link (Pollack's widest path, 1960). Candidates with
 * strength 0 are left out.
 *
 * @public
 */
export function rankCandidates(input: RankingInput): RankedCandidate[] {
  const byId = new Map(input.candidates.map(c => [c.id, c]));
  const paths = widestPaths(input);
  const symptomOnset = byId.get(input.symptom)?.onset;
  const tolerance = input.onsetTolerance ?? 0;

  const scored = input.candidates
    .filter(candidate => candidate.strength > 0)
    .map(candidate => {
      const path = paths.get(candidate.id);
      const explainers = explainersOf(candidate, input, byId);
      const explained = explainers[0]?.share ?? 0;
      const late =
        candidate.onset !== undefined &&
        symptomOnset !== undefined &&
        candidate.onset > symptomOnset + tolerance;
      const score =
        (path
          ? Math.min(candidate.strength, path.width)
          : candidate.strength * UNCONNECTED_FACTOR) *
        (1 - EXPLAINED_SHARE * explained) *
        (late ? LATE_FACTOR : 1);
      return {
        id: candidate.id,
        score: Number(score.toFixed(SCORE_DECIMALS)),
        path: path ? [...path.nodes].reverse() : [candidate.id],
        explainedBy: explainers.map(explainer => explainer.id),
        explanation: explain({ connected: !!path, explainers, late }),
      };
    })
    // The name orders ties for display only; `rank` and `tied` say that they are.
    .sort((a, b) => b.score - a.score || compareText(a.id, b.id));
  return withRanks(scored);
}

type Explainer = { id: string; share: number };

function explainersOf(
  candidate: Candidate,
  input: RankingInput,
  byId: Map<string, Candidate>,
): Explainer[] {
  const tolerance = input.onsetTolerance ?? 0;
  return input.edges
    .filter(edge => edge.from === candidate.id && edge.to !== candidate.id)
    .map(edge => {
      const dependency = byId.get(edge.to);
      const seen = edge.strength ?? dependency?.strength ?? 0;
      const later =
        dependency?.onset !== undefined &&
        candidate.onset !== undefined &&
        dependency.onset > candidate.onset + tolerance;
      const share =
        !dependency || later ? 0 : Math.min(seen, dependency.strength);
      return { id: edge.to, share };
    })
    .filter(explainer => explainer.share > 0)
    .sort((a, b) => b.share - a.share || compareText(a.id, b.id));
}

function explain(options: {
  connected: boolean;
  explainers: Explainer[];
  late: boolean;
}): string {
  const parts = [
    options.connected
      ? 'an unbroken chain of anomalies leads from the symptom to it'
      : 'no chain of anomalies connects it to the symptom',
  ];
  if (options.explainers.length > 0) {
    const names = options.explainers.map(({ id }) => id).join(', ');
    parts.push(`its own dependencies are anomalous (${names})`);
  } else {
    parts.push('nothing that it depends on is anomalous');
  }
  if (options.late) {
    parts.push('it became anomalous after the symptom');
  }
  return parts.join('; ');
}

function withRanks(
  sorted: Array<Omit<RankedCandidate, 'rank' | 'tied'>>,
): RankedCandidate[] {
  const ranked: RankedCandidate[] = [];
  for (const [index, candidate] of sorted.entries()) {
    const previous = ranked.at(-1);
    const tied = previous?.score === candidate.score;
    if (previous && tied) {
      previous.tied = true;
    }
    ranked.push({
      ...candidate,
      rank: previous && tied ? previous.rank : index + 1,
      tied,
    });
  }
  return ranked;
}

function compareText(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
