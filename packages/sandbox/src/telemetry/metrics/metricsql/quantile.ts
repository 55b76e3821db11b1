/** The φ-quantile with linear interpolation; NaNs are left out. */
export function quantile(phi: number, numbers: Iterable<number>): number {
  const sorted = Float64Array.from(numbers)
    .filter(value => !Number.isNaN(value))
    .sort();
  if (sorted.length === 0 || Number.isNaN(phi)) return NaN;
  if (phi < 0) return -Infinity;
  if (phi > 1) return Infinity;
  const rank = phi * (sorted.length - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(sorted.length - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return sorted[lower] * (1 - weight) + sorted[upper] * weight;
}
