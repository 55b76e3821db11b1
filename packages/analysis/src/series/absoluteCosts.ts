/** What a split of some values costs wherever it is made. */
export type SplitCosts = {
  /** Index i: sum of absolute deviations of the first i values from their median. */
  before: Float64Array;
  /** Index i: the same for all values from the i-th on. */
  after: Float64Array;
  /** The values in order of size. */
  sorted: Float64Array;
};

/**
 * For each prefix and each suffix of the values, the sum of absolute deviations from
 * its own median.
 *
 * @remarks
 * The values are sorted once and linked in that order; taking them out one by one,
 * the median moves by one link at most (offline running medians: Suomela, "Median
 * Filtering is Equivalent to Sorting", 2014).
 *
 * @internal
 */
export function splitCosts(values: Float64Array): SplitCosts {
  const sorted = values.slice().sort();
  const ranks = ranksOf(values, sorted);
  return {
    before: shrinkingCosts(sorted, ranks, true),
    // Taken out from the front, the costs are those of the suffixes, shortest first.
    after: shrinkingCosts(sorted, ranks, false).reverse(),
    sorted,
  };
}

/** Costs by how many values are left, taken out from the end or from the front. */
function shrinkingCosts(
  sorted: Float64Array,
  ranks: Int32Array,
  isFromEnd: boolean,
): Float64Array {
  const n = sorted.length;
  const costs = new Float64Array(n + 1);
  if (n === 0) {
    return costs;
  }
  // Around the middle, so that sums of large values do not swallow small deviations.
  const origin = sorted[n >> 1];
  // Ranks are links 1 to n; 0 and n + 1 are the ends.
  const next = new Int32Array(n + 2);
  const previous = new Int32Array(n + 2);
  let total = 0;
  let lower = 0;
  for (let link = 1; link <= n; link++) {
    next[link] = link + 1;
    previous[link] = link - 1;
    total += sorted[link - 1] - origin;
    lower += link <= n >> 1 ? sorted[link - 1] - origin : 0;
  }
  /** The first value of the upper half. */
  let middle = (n >> 1) + 1;
  for (let left = n; left > 0; left--) {
    const isOdd = (left & 1) === 1;
    const center = isOdd ? sorted[middle - 1] - origin : 0;
    costs[left] = Math.max(0, total - center - 2 * lower);
    const link = ranks[isFromEnd ? left - 1 : n - left] + 1;
    const value = sorted[link - 1] - origin;
    total -= value;
    if (isOdd) {
      // The lower half keeps its length.
      if (link < middle) {
        lower += sorted[middle - 1] - origin - value;
        middle = next[middle];
      } else if (link === middle) {
        middle = next[middle];
      }
    } else if (link < middle) {
      lower -= value;
    } else {
      middle = previous[middle];
      lower -= sorted[middle - 1] - origin;
    }
    next[previous[link]] = next[link];
    previous[next[link]] = previous[link];
  }
  return costs;
}

/** The place of each value in the order of size; equal values in the order of time. */
function ranksOf(values: Float64Array, sorted: Float64Array): Int32Array {
  const ranks = new Int32Array(values.length);
  const taken = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    let low = 0;
    let rest = sorted.length;
    while (rest > 1) {
      const half = rest >>> 1;
      low += half * (Number(sorted[low + half - 1] < value) | 0);
      rest -= half;
    }
    ranks[i] = low + taken[low]++;
  }
  return ranks;
}
