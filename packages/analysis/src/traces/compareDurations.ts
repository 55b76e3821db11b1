import { fitTail, tailEvidence } from '../ranking/tail';
import { Baseline, describeBaseline, median, quantile } from '../series';

/** What is usual for all groups weighs like so many values when the spread within one is judged. */
const SHARED_WEIGHT = 3;
/** Added to durations before a logarithm is taken, so that microseconds do not matter. */
const RESOLUTION_MS = 0.5;
/** Smallest usual spread of a logarithm of durations, between one minute and another. */
const MIN_SPREAD = 0.15;
/** A standard error of a median is larger than that of a mean by this factor. */
const MEDIAN_EFFICIENCY = 1.2533;
/** From the median of normal noise to its lower quartile, in standard deviations. */
const QUARTILE_DEVIATIONS = 0.6745;
/** From there to its 5 % point. */
const LOWER_DEVIATIONS = 0.9704;

/** @internal */
export type DurationShift<K> = {
  key: K;
  beforeMs: number;
  nowMs: number;
  /** Standard deviations by which it grew more than others did; negative if it shrank. */
  deviations: number;
  /** What that is worth, given how the others spread. */
  nats: number;
};

/**
 * Compares durations group by group, and each group's growth with that of all
 * groups: a busier minute slows many a little, a fault slows few a lot.
 *
 * @remarks
 * Differences of median logarithms, standardised by their own error and by the
 * spread of the groups that grew least, an empirical null as in Efron, "Large-Scale
 * Simultaneous Hypothesis Testing", JASA 99, 2004.
 *
 * @internal
 */
export function compareDurations<K>(
  groups: Iterable<readonly [K, readonly number[], readonly number[]]>,
): DurationShift<K>[] {
  const known = [...groups]
    .filter(([, before, now]) => before.length > 0 && now.length > 0)
    .map(([key, before, now]) => ({
      key,
      beforeMs: median(before),
      nowMs: median(now),
      a: describeBaseline(before.map(logOf)),
      b: describeBaseline(now.map(logOf)),
    }));
  const shared =
    median(
      known
        .map(({ a }) => a)
        .filter(({ count }) => count > SHARED_WEIGHT)
        .map(({ sigma }) => sigma),
    ) || MIN_SPREAD;
  const shifts = known.map(({ a, b, ...one }) => ({
    ...one,
    growth: b.median - a.median,
    error:
      MEDIAN_EFFICIENCY * Math.hypot(errorOf(a, shared), errorOf(b, shared)),
  }));
  const { centre, spread } = usualGrowth(shifts.map(shift => shift.growth));
  const deviations = shifts.map(
    ({ growth, error }) => (growth - centre) / Math.hypot(spread, error),
  );
  // Faults make slower, not faster: the other side of the distribution is free of them.
  const tail = fitTail(deviations.filter(z => z < 0).map(z => -z));
  return shifts.map(({ key, beforeMs, nowMs }, i) => ({
    key,
    beforeMs,
    nowMs,
    deviations: deviations[i],
    nats: tailEvidence(deviations[i], tail),
  }));
}

/**
 * Centre and spread of what grew least: most of a small system's links may end at
 * the one entity that is at fault, so that the median is no longer usual.
 */
function usualGrowth(growth: readonly number[]): {
  centre: number;
  spread: number;
} {
  const low = quantile(growth, 0.25);
  const spread = (low - quantile(growth, 0.05)) / LOWER_DEVIATIONS || 0;
  return {
    centre: Math.max(0, low + QUARTILE_DEVIATIONS * spread || 0),
    spread: Math.max(MIN_SPREAD, spread),
  };
}

/** Of the mean of a few values, whose own spread is hardly known. */
function errorOf({ count, sigma }: Baseline, shared: number): number {
  const variance =
    (count * sigma ** 2 + SHARED_WEIGHT * shared ** 2) /
    (count + SHARED_WEIGHT);
  return Math.sqrt(variance / count);
}

function logOf(ms: number): number {
  return Math.log(ms + RESOLUTION_MS);
}
