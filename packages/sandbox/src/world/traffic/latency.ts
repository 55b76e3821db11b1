/** Shape of latencies: log-logistic, with a 99th percentile at 3.6 times the median. */
const SHAPE = 3.6;
/** Mean over median of that shape. */
export const MEAN_OVER_MEDIAN = Math.PI / SHAPE / Math.sin(Math.PI / SHAPE);

/** The share of requests that take at most so long. */
export function shareWithin(limitMs: number, medianMs: number): number {
  return medianMs <= 0 ? 1 : 1 / (1 + (medianMs / limitMs) ** SHAPE);
}

/** The duration that a share of the requests stays below: the inverse of {@link shareWithin}. */
export function durationAt(share: number, medianMs: number): number {
  const bounded = Math.min(0.995, Math.max(0.005, share));
  return medianMs * (bounded / (1 - bounded)) ** (1 / SHAPE);
}

/** How much slower requests get when a container has less and less CPU to spare. */
export function queueFactor(pressure: number): number {
  const p = Math.min(pressure, 0.95);
  return 1 + (0.5 * p * p) / (1 - p);
}

/** What the network adds to a call between two services. */
export const NETWORK_MS = 0.4;
