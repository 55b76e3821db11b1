import { quantile } from '../series';

/** What lies above this share of a sample is its tail. */
const TAIL_QUANTILE = 0.95;
/** A tail never begins below that of normal noise. */
const MIN_TAIL_START = 1.645;
/** Fewer values than this say nothing about where their tail begins. */
const MIN_SAMPLE = 60;
/** Telemetry falls off like Student's t with so many degrees of freedom, unless it shows otherwise. */
const PRIOR_EXPONENT = 3;
/** The past holds incidents as well, which are no noise: how far values lie above this share does not count. */
const CENSORED_QUANTILE = 0.99;
/** What is known beforehand counts like so many values of the tail. */
const PRIOR_WEIGHT = 10;

/** How often which deviation occurs without a fault: P(x) = 0.05 · (x / start)^-exponent. @internal */
export type Tail = { start: number; exponent: number };

/** @internal */
export const DEFAULT_TAIL: Tail = {
  start: MIN_TAIL_START,
  exponent: PRIOR_EXPONENT,
};

/**
 * Learns the tail of standardised deviations.
 *
 * @remarks
 * Pareto beyond a quantile (Hill, "A Simple General Approach to Inference About the
 * Tail of a Distribution", Annals of Statistics 3, 1975), with the conjugate Gamma
 * prior for the exponent, so that a few values move it little.
 *
 * @internal
 */
export function fitTail(
  deviations: readonly number[],
  prior: Tail = DEFAULT_TAIL,
): Tail {
  const small = deviations.length < MIN_SAMPLE;
  const start = small
    ? prior.start
    : Math.max(MIN_TAIL_START, quantile(deviations, TAIL_QUANTILE));
  const end = small ? Infinity : quantile(deviations, CENSORED_QUANTILE);
  let count = 0;
  let sum = 0;
  for (const value of deviations) {
    if (value > start) {
      count += value < end ? 1 : 0;
      sum += Math.log(Math.min(value, Math.max(start, end)) / start);
    }
  }
  return {
    start,
    exponent: (PRIOR_WEIGHT + count) / (PRIOR_WEIGHT / prior.exponent + sum),
  };
}

/**
 * What a deviation is worth as evidence, in nats: the largest Bayes factor that
 * its probability without a fault allows.
 *
 * @remarks
 * -e·p·ln p is a lower bound of the Bayes factor for no fault (Sellke, Bayarri and
 * Berger, "Calibration of p Values for Testing Precise Null Hypotheses", American
 * Statistician 55, 2001).
 *
 * @internal
 */
export function tailEvidence(deviation: number, tail: Tail): number {
  const start = Math.log(1 / (1 - TAIL_QUANTILE));
  const surprise =
    deviation > tail.start
      ? start + tail.exponent * Math.log(deviation / tail.start)
      : start * Math.max(0, deviation / tail.start) ** 2;
  return surprise > 1 ? surprise - Math.log(surprise) - 1 : 0;
}
