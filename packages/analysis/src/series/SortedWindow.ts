/** The latest values of a stream, also in order of size. */
export class SortedWindow {
  readonly #latest: Float64Array;
  readonly #sorted: Float64Array;
  #count = 0;
  #next = 0;

  constructor(size: number) {
    this.#latest = new Float64Array(size);
    this.#sorted = new Float64Array(size);
  }

  add(value: number) {
    if (this.#count === this.#latest.length) {
      const gone = this.#rankOf(this.#latest[this.#next]);
      this.#sorted.copyWithin(gone, gone + 1, this.#count);
      this.#count--;
    }
    const rank = this.#rankOf(value);
    this.#sorted.copyWithin(rank + 1, rank, this.#count);
    this.#sorted[rank] = value;
    this.#count++;
    this.#latest[this.#next] = value;
    this.#next = (this.#next + 1) % this.#latest.length;
  }

  /** How far the nearest value is; 0 for none. */
  distanceTo(value: number): number {
    if (this.#count === 0) {
      return 0;
    }
    const rank = this.#rankOf(value);
    const above = rank < this.#count ? this.#sorted[rank] - value : Infinity;
    const below = rank > 0 ? value - this.#sorted[rank - 1] : Infinity;
    return Math.min(above, below);
  }

  /** Values that are smaller. */
  #rankOf(value: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
