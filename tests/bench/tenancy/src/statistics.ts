/** The middle of three values, or of any number; the lower of two. */
export const median = (values: number[]) => quantile(values, 0.5);

/** The value that this share of the others does not exceed. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.ceil(sorted.length * share) - 1;
  return sorted[Math.min(sorted.length - 1, Math.max(0, rank))];
}

/** How sure an interval is. */
const CONFIDENCE = 0.95;

/**
 * Where the true median lies, going by these samples, with at least 95 % confidence.
 *
 * @remarks
 * By ranks, which assumes nothing about how the samples are distributed: each lies
 * above the true median with a chance of one half. Undefined for too few samples.
 */
export function medianInterval(
  values: number[],
): { low: number; high: number } | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const count = sorted.length;
  let tail = 0;
  let probability = 0.5 ** count;
  let rank = 0;
  while (tail + probability <= (1 - CONFIDENCE) / 2) {
    tail += probability;
    probability *= (count - rank) / (rank + 1);
    rank++;
  }
  return rank === 0
    ? undefined
    : { low: sorted[rank - 1], high: sorted[count - rank] };
}
