import type { Random } from '../random';
import { MEAN_OVER_MEDIAN, shareWithin } from '../traffic/latency';
import type { Labels, Scrape } from './Series';

/** The bounds that OpenTelemetry's HTTP and RPC conventions advise, in seconds. */
export const DURATION_BOUNDS = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
] as const;

/** One histogram of durations as Prometheus keeps it: counters that only grow. */
export class DurationHistogram {
  readonly #buckets: Float64Array;
  readonly #labels: Labels[];
  readonly #sumLabels: Labels;
  readonly #countLabels: Labels;
  #sum = 0;
  #count = 0;
  #started = false;

  constructor(metric: string, labels: Labels) {
    this.#buckets = new Float64Array(DURATION_BOUNDS.length);
    this.#labels = [...DURATION_BOUNDS.map(String), '+Inf'].map(le =>
      Object.freeze({ __name__: `${metric}_bucket`, ...labels, le }),
    );
    this.#sumLabels = Object.freeze({ __name__: `${metric}_sum`, ...labels });
    this.#countLabels = Object.freeze({
      __name__: `${metric}_count`,
      ...labels,
    });
  }

  /** Adds so many requests that took about `medianMs`. */
  observe(requests: number, medianMs: number, random: Random): void {
    if (requests <= 0) {
      return;
    }
    // One draw for all buckets keeps them cumulative.
    const round = random.unit();
    for (let i = 0; i < DURATION_BOUNDS.length; i++) {
      this.#buckets[i] += Math.floor(
        requests * shareWithin(DURATION_BOUNDS[i] * 1000, medianMs) + round,
      );
    }
    this.#count += requests;
    this.#sum +=
      (requests * medianMs * MEAN_OVER_MEDIAN * random.between(0.95, 1.05)) /
      1000;
  }

  emit(scrape: Scrape): void {
    if (!this.#started) {
      // A counter starts at zero; without this sample its first requests would not count as an increase.
      this.#started = true;
      const before = scrape.timeMs - scrape.intervalMs;
      for (const labels of [
        ...this.#labels,
        this.#sumLabels,
        this.#countLabels,
      ]) {
        scrape.add(labels, 0, before);
      }
    }
    for (let i = 0; i < DURATION_BOUNDS.length; i++) {
      scrape.add(this.#labels[i], this.#buckets[i]);
    }
    scrape.add(this.#labels[DURATION_BOUNDS.length], this.#count);
    scrape.add(this.#sumLabels, this.#sum);
    scrape.add(this.#countLabels, this.#count);
  }
}
