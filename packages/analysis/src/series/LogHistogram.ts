/** Width of a bucket: quantiles are right within 1 %. */
const GROWTH = 1.02;
const SMALLEST = 1e-12;
const LARGEST = 1e15;
const LOG_GROWTH = Math.log(GROWTH);
const OFFSET = Math.log(SMALLEST);
const BUCKETS = Math.ceil((Math.log(LARGEST) - OFFSET) / LOG_GROWTH) + 1;

/**
 * Quantiles of a stream of numbers that are not negative, in constant memory.
 *
 * @remarks
 * Masson, Rim and Lee, "DDSketch: A Fast and Fully-Mergeable Quantile Sketch with
 * Relative-Error Guarantees", VLDB 2019. Each quantile has a cursor that moves as
 * numbers come, so that asking is free.
 */
export class LogHistogram {
  count = 0;
  /** Bucket 0 is for zero and what is next to it. */
  readonly #counts = new Uint32Array(BUCKETS + 1);
  readonly #cursors: Array<{ q: number; bucket: number; below: number }>;

  constructor(quantiles: readonly number[]) {
    this.#cursors = quantiles.map(q => ({ q, bucket: 0, below: 0 }));
  }

  add(value: number) {
    const bucket = bucketOf(value);
    this.#counts[bucket]++;
    this.count++;
    for (const cursor of this.#cursors) {
      if (bucket < cursor.bucket) {
        cursor.below++;
      }
      this.#move(cursor);
    }
  }

  /** The quantile that was asked for in this place; 0 for no numbers. */
  quantile(index: number): number {
    const { bucket } = this.#cursors[index];
    return bucket === 0 ? 0 : Math.exp(OFFSET + (bucket - 1 / 2) * LOG_GROWTH);
  }

  /** Keeps `below`, the numbers in lower buckets, at most the rank. */
  #move(cursor: { q: number; bucket: number; below: number }) {
    const rank = Math.min(this.count - 1, Math.floor(cursor.q * this.count));
    while (cursor.below > rank) {
      cursor.bucket--;
      cursor.below -= this.#counts[cursor.bucket];
    }
    while (cursor.below + this.#counts[cursor.bucket] <= rank) {
      cursor.below += this.#counts[cursor.bucket];
      cursor.bucket++;
    }
  }
}

function bucketOf(value: number): number {
  return value <= SMALLEST
    ? 0
    : 1 +
        Math.min(
          BUCKETS - 1,
          Math.floor((Math.log(value) - OFFSET) / LOG_GROWTH),
        );
}
