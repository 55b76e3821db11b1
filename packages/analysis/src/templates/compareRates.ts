/** The 99.9 % point of the chi-squared distribution with one degree of freedom. */
const SIGNIFICANT = 10.83;
/** A rate that is significantly different by less than this is of no interest. */
const MIN_RATIO = 2;

/** How often something was seen, and for how long somebody looked. @public */
export type Observation = { count: number; seconds: number };

/** @public */
export type RateChange = {
  change: 'new' | 'vanished' | 'rate-up' | 'rate-down' | 'none';
  /** Log-likelihood ratio G²: how hard chance would have to work. */
  score: number;
  /** False for a new or vanished thing that chance explains as well. */
  significant: boolean;
};

/**
 * Compares two counts over two spans, such as a log template's before and after
 * an onset.
 *
 * @remarks
 * Log-likelihood ratio of one Poisson rate against two (Dunning, "Accurate
 * Methods for the Statistics of Surprise and Coincidence", 1993), which holds
 * for small counts, where a chi-squared test does not.
 *
 * @public
 */
export function compareRates(
  before: Observation,
  after: Observation,
): RateChange {
  const total = before.count + after.count;
  const seconds = before.seconds + after.seconds;
  if (total === 0 || before.seconds <= 0 || after.seconds <= 0) {
    return { change: 'none', score: 0, significant: false };
  }
  const score =
    2 *
    (surprise(before.count, (total * before.seconds) / seconds) +
      surprise(after.count, (total * after.seconds) / seconds));
  const significant = score > SIGNIFICANT;
  if (before.count === 0) {
    return { change: 'new', score, significant };
  }
  if (after.count === 0) {
    return { change: 'vanished', score, significant };
  }
  const ratio = after.count / after.seconds / (before.count / before.seconds);
  if (!significant || (ratio < MIN_RATIO && ratio > 1 / MIN_RATIO)) {
    return { change: 'none', score, significant };
  }
  return { change: ratio > 1 ? 'rate-up' : 'rate-down', score, significant };
}

function surprise(observed: number, expected: number): number {
  return observed === 0 ? 0 : observed * Math.log(observed / expected);
}
