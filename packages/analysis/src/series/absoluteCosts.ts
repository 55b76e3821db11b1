/**
 * For each prefix of the values, the sum of absolute deviations from the
 * prefix's median; index i is the cost of the first i values.
 *
 * @remarks
 * Keeps the prefix sorted and the sum of its lower half up to date, so a step is
 * a binary search and a move of memory.
 *
 * @internal
 */
export function prefixCosts(values: readonly number[]): Float64Array {
  const costs = new Float64Array(values.length + 1);
  const sorted: number[] = [];
  let total = 0;
  let lower = 0;
  for (let n = 0; n < values.length; n++) {
    const value = values[n];
    const half = Math.floor(n / 2);
    const position = insertSorted(sorted, value);
    total += value;
    if (position < half) {
      lower += value - sorted[half];
    }
    const newHalf = Math.floor((n + 1) / 2);
    if (newHalf > half) {
      lower += sorted[half];
    }
    const middle = (n + 1) % 2 === 1 ? sorted[newHalf] : 0;
    costs[n + 1] = Math.max(0, total - middle - 2 * lower);
  }
  return costs;
}

function insertSorted(sorted: number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] <= value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  sorted.splice(low, 0, value);
  return low;
}
