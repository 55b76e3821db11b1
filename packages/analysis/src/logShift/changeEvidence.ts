/** Weight of what was never seen before, shared by all outcomes. */
const UNSEEN_WEIGHT = 0.5;
/**
 * Proportions drift by themselves: a reference counts as so many observations at
 * most, however many there were.
 */
const MAX_REFERENCE_WEIGHT = 20;

/** How often each outcome was seen. @public */
export type Counts = ReadonlyMap<string, number>;

/**
 * How much better two unrelated distributions explain the counts than one that
 * drifts: the logarithm of the Bayes factor, in nats. Negative where the
 * reference predicts what is seen now.
 *
 * @remarks
 * Dirichlet-multinomial marginal likelihoods (Minka, "Estimating a Dirichlet
 * distribution", 2000; the test is that of Good, "The Bayes/Non-Bayes Compromise",
 * JASA 87, 1992). The reference's weight is capped, which is the usual
 * overdispersed model: one minute of traffic says little about the mix of the next.
 *
 * @public
 */
export function changeEvidence(reference: Counts, current: Counts): number {
  const outcomes = new Set([...reference.keys(), ...current.keys()]);
  const seen = total(reference);
  if (seen === 0 || total(current) === 0) {
    return 0;
  }
  const scale = Math.min(1, MAX_REFERENCE_WEIGHT / seen);
  const unseen = UNSEEN_WEIGHT / outcomes.size;
  const flat = 1 / (outcomes.size + 1);
  const counts: number[] = [];
  const expected: number[] = [];
  for (const outcome of outcomes) {
    counts.push(current.get(outcome) ?? 0);
    expected.push((reference.get(outcome) ?? 0) * scale + unseen);
  }
  // One more outcome stands for all that nobody has seen yet.
  counts.push(0);
  expected.push(unseen);
  return (
    marginal(
      counts,
      counts.map(() => flat),
    ) - marginal(counts, expected)
  );
}

/** Sum of the counts. @internal */
export function total(counts: Counts | undefined): number {
  let sum = 0;
  for (const count of counts?.values() ?? []) {
    sum += count;
  }
  return sum;
}

/** Logarithm of the Dirichlet-multinomial likelihood, without the coefficient that cancels. */
function marginal(counts: readonly number[], prior: readonly number[]): number {
  let result = 0;
  let sumOfCounts = 0;
  let sumOfPrior = 0;
  for (const [i, count] of counts.entries()) {
    sumOfCounts += count;
    sumOfPrior += prior[i];
    if (count > 0) {
      result += logGamma(count + prior[i]) - logGamma(prior[i]);
    }
  }
  return result + logGamma(sumOfPrior) - logGamma(sumOfPrior + sumOfCounts);
}

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012,
  9.9843695780195716e-6, 1.5056327351493116e-7,
];
const LANCZOS_G = 7;

/** Logarithm of the gamma function for x > 0 (Lanczos, SIAM J. Numer. Anal. 1, 1964). @internal */
export function logGamma(x: number): number {
  if (x < 0.5) {
    // The series is for larger arguments: step up by x·Γ(x) = Γ(x + 1).
    return logGamma(x + 1) - Math.log(x);
  }
  const z = x - 1;
  const t = z + LANCZOS_G + 0.5;
  const series = LANCZOS.reduce(
    (sum, coefficient, i) => sum + coefficient / (z + i + 1),
    0.99999999999980993,
  );
  return (
    0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(series)
  );
}
