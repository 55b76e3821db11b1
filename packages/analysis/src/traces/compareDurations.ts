import { fitTail, tailEvidence } from '../ranking/tail';
import { describeBaseline, median, quantile } from '../series';

/** Fewer values than this on either side say nothing. */
const MIN_VALUES = 3;
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
  const shifts: Array<
    Omit<DurationShift<K>, 'deviations' | 'nats'> & {
      growth: number;
      error: number;
    }
  > = [];
  for (const [key, before, now] of groups) {
    if (before.length < MIN_VALUES || now.length < MIN_VALUES) {
      continue;
    }
    const a = describeBaseline(before.map(logOf));
    const b = describeBaseline(now.map(logOf));
    shifts.push({
      key,
      beforeMs: median(before),
      nowMs: median(now),
      growth: b.median - a.median,
      error:
        MEDIAN_EFFICIENCY *
        Math.sqrt(a.sigma ** 2 / a.count + b.sigma ** 2 / b.count),
    });
  }
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

function logOf(ms: number): number {
  return Math.log(ms + RESOLUTION_MS);
}
