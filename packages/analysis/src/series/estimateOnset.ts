/** One signal's opinion about when it began; time in any unit. @public */
export type OnsetVote = { at: number; weight: number };

/** @public */
export type Onset = {
  at: number;
  /** Share of the weight of all votes that agrees, 0 to 1. */
  support: number;
  /** Votes that agree. */
  votes: number;
};

/**
 * One onset for several signals: the window of length `tolerance` with the most
 * weight, and in it the earliest vote.
 *
 * @remarks
 * A mode estimate by a sliding window, so that signals that shifted for another
 * reason do not pull the result towards them as a mean would (Chernoff,
 * "Estimation of the mode", 1964). Effects follow their cause, hence the earliest
 * of the votes that agree. Of windows with equal weight the earlier one wins.
 *
 * @public
 */
export function estimateOnset(
  votes: readonly OnsetVote[],
  options: { tolerance: number },
): Onset | undefined {
  const sorted = votes
    .filter(vote => vote.weight > 0)
    .sort((a, b) => a.at - b.at);
  const total = sorted.reduce((sum, vote) => sum + vote.weight, 0);
  let best: Onset | undefined;
  for (const { at } of sorted) {
    const agreeing = sorted.filter(
      vote => vote.at >= at && vote.at <= at + options.tolerance,
    );
    const weight = agreeing.reduce((sum, vote) => sum + vote.weight, 0);
    const support = weight / total;
    if (!best || support > best.support) {
      best = { at, support, votes: agreeing.length };
    }
  }
  return best;
}
