/** Mean of the latest values, without the rounding errors of a long running sum. */
export class RollingMean {
  count = 0;
  readonly #values: Float64Array;
  /** Of one value: a product is cheaper than a quotient. */
  readonly #share: number;
  #next = 0;
  #sum = 0;
  /** Sum of the values since the first place was last written to. */
  #fresh = 0;

  constructor(size: number) {
    this.#values = new Float64Array(size);
    this.#share = 1 / size;
  }

  get isFull(): boolean {
    return this.count === this.#values.length;
  }

  get mean(): number {
    if (this.isFull) {
      return this.#sum * this.#share;
    }
    return this.count === 0 ? 0 : this.#sum / this.count;
  }

  /** The value that the next one pushes out; 0 for none. */
  get oldest(): number {
    return this.#values[this.#next];
  }

  add(value: number) {
    // A place that was never written to holds 0.
    this.#sum += value - this.#values[this.#next];
    this.#fresh += value;
    this.#values[this.#next] = value;
    if (this.count < this.#values.length) {
      this.count++;
    }
    this.#next++;
    if (this.#next === this.#values.length) {
      this.#next = 0;
      this.#sum = this.#fresh;
      this.#fresh = 0;
    }
  }
}
