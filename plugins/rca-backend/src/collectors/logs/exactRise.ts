/** How often something was seen, and for how long somebody looked. */
type Observation = { count: number; seconds: number };

/**
 * How likely at least `after.count` of all that was seen would fall into the
 * later span if nothing had changed: the upper tail of a binomial distribution.
 *
 * @remarks
 * Two Poisson counts with the same rate, given their sum, are binomial in the
 * share of the time (Przyborowski and Wilenski, 1940). Exact for the smallest
 * counts, where the log-likelihood ratio of `compareRates` only approximates.
 *
 * @internal
 */
export function exactRise(before: Observation, after: Observation): number {
  const total = Math.round(before.count) + Math.round(after.count);
  const least = Math.round(after.count);
  const share = after.seconds / (before.seconds + after.seconds);
  if (least === 0 || share >= 1) {
    return 1;
  }
  if (share <= 0) {
    return 0;
  }
  // From the first term of the tail on, each by the ratio to the one before, in logarithms.
  let term =
    logChoose(total, least) +
    least * Math.log(share) +
    (total - least) * Math.log1p(-share);
  let tail = Math.exp(term);
  for (let k = least + 1; k <= total; k++) {
    term += Math.log((total - k + 1) / k) + Math.log(share / (1 - share));
    const more = Math.exp(term);
    tail += more;
    // Terms fall from the mean on; the rest is below what a double can add.
    if (k > total * share && more < tail * 1e-12) {
      break;
    }
  }
  return Math.min(1, tail);
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/** Stirling's series, to 1e-10 from 10 on; sums below. */
function logFactorial(n: number): number {
  if (n < 10) {
    let sum = 0;
    for (let i = 2; i <= n; i++) {
      sum += Math.log(i);
    }
    return sum;
  }
  return (
    n * Math.log(n) -
    n +
    Math.log(2 * Math.PI * n) / 2 +
    1 / (12 * n) -
    1 / (360 * n ** 3) +
    1 / (1260 * n ** 5)
  );
}
