import { NabSeries } from '../data/nab';

export type NabProfile = { name: string; falsePositive: number; miss: number };

/** The three application profiles of NAB. */
export const NAB_PROFILES: readonly NabProfile[] = [
  { name: 'standard', falsePositive: 0.11, miss: 1 },
  { name: 'low FP', falsePositive: 0.22, miss: 1 },
  { name: 'low FN', falsePositive: 0.11, miss: 2 },
];

const PROBATION_SHARE = 0.15;
const MAX_PROBATION_ROWS = 750;
const STEEPNESS = 5;
/** Windows' lengths after the window from which on a detection is plainly wrong. */
const FAR = 3;
const PERCENT = 100;

/** A row that may be a detection, and what it is worth as one. */
type Candidate = { score: number; window?: number; worth: number };

/**
 * NAB's score at a threshold, or at the best one. One threshold for all series; a
 * window counts its best detection.
 */
export function scoreNab(
  series: readonly NabSeries[],
  scores: ReadonlyArray<readonly number[]>,
  options: { profile: NabProfile; threshold?: number },
): { score: number; threshold: number } {
  const { profile, threshold } = options;
  let windows = 0;
  const candidates = series.flatMap((one, i) => {
    const found = candidatesOf(one, scores[i], profile, windows);
    windows += one.windows.length;
    return found;
  });
  candidates.sort((a, b) => b.score - a.score);

  const missed = -profile.miss * windows;
  const best = new Map<number, number>();
  let sum = missed;
  // At the best threshold there may be no detection at all.
  let result = { sum, threshold: Infinity };
  for (let i = 0; i < candidates.length; i++) {
    const { score, window, worth } = candidates[i];
    if (threshold !== undefined && score < threshold) {
      break;
    }
    if (window === undefined) {
      sum += worth;
    } else {
      const known = best.get(window) ?? -profile.miss;
      sum += Math.max(0, worth - known);
      best.set(window, Math.max(known, worth));
    }
    const isLastOfScore = candidates[i + 1]?.score !== score;
    if (threshold !== undefined || (isLastOfScore && sum > result.sum)) {
      result = { sum, threshold: threshold ?? score };
    }
  }
  const full = windows * (1 + profile.miss);
  return {
    score: full === 0 ? 0 : (PERCENT * (result.sum - missed)) / full,
    threshold: result.threshold,
  };
}

function candidatesOf(
  { values, windows }: NabSeries,
  scores: readonly number[],
  profile: NabProfile,
  firstWindow: number,
): Candidate[] {
  const probation = Math.min(
    Math.floor(PROBATION_SHARE * values.length),
    MAX_PROBATION_ROWS,
  );
  const found: Candidate[] = [];
  for (let row = probation; row < values.length; row++) {
    const score = scores[row];
    const inside = windows.findIndex(w => w.first <= row && row <= w.last);
    if (inside >= 0) {
      const { first, last } = windows[inside];
      const worth =
        sigmoid(-(last - row + 1) / (last - first + 1)) / sigmoid(-1);
      found.push({ score, window: firstWindow + inside, worth });
      continue;
    }
    const before = windows.findLast(w => w.last < row);
    const worth = before
      ? sigmoid((row - before.last) / (before.last - before.first))
      : -1;
    found.push({ score, worth: profile.falsePositive * worth });
  }
  return found;
}

function sigmoid(y: number): number {
  return y > FAR ? -1 : 2 / (1 + Math.exp(STEEPNESS * y)) - 1;
}
