import { medianInPlace } from './select';

/** Makes the median absolute deviation comparable to a standard deviation of normal noise. */
const MAD_TO_SIGMA = 1.4826;

/**
 * What a set of numbers looks like, by order statistics alone, so that a few
 * wild values change nothing (Hampel, "The Influence Curve and Its Role in Robust
 * Estimation", JASA 69, 1974).
 * @public
 */
export type Baseline = {
  count: number;
  median: number;
  /** Robust standard deviation: 1.4826 times the median absolute deviation. */
  sigma: number;
  p05: number;
  p95: number;
};

/** @public */
export function describeBaseline(values: ArrayLike<number>): Baseline {
  const sorted = new Float64Array(values).sort();
  const center = quantileOfSorted(sorted, 0.5);
  return {
    count: sorted.length,
    median: center,
    sigma:
      MAD_TO_SIGMA *
      medianInPlace(sorted.map(value => Math.abs(value - center))),
    p05: quantileOfSorted(sorted, 0.05),
    p95: quantileOfSorted(sorted, 0.95),
  };
}

/** NaN for no values. @public */
export function median(values: ArrayLike<number>): number {
  return medianInPlace(new Float64Array(values));
}

/** Interpolates linearly; NaN for no values. @public */
export function quantile(values: ArrayLike<number>, q: number): number {
  return quantileOfSorted(new Float64Array(values).sort(), q);
}

function quantileOfSorted(sorted: Float64Array, q: number): number {
  if (sorted.length === 0) {
    return NaN;
  }
  const position = (sorted.length - 1) * q;
  const low = Math.floor(position);
  const high = Math.ceil(position);
  return sorted[low] + (sorted[high] - sorted[low]) * (position - low);
}
