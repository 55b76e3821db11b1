/** Mean of the latest values, without the rounding errors of a long running sum. */
export class RollingMean {
  count = 0;
  readonly #values: Float64Array;
  #next = 0;
  #sum = 0;

  constructor(size: number) {
    this.#values = new Float64Array(size);
  }

  get isFull(): boolean {
    return this.count === this.#values.length;
  }

  get mean(): number {
    return this.count === 0 ? 0 : this.#sum / this.count;
  }

  /** Population deviation, by the values themselves. */
  get deviation(): number {
    const { mean } = this;
    let sum = 0;
    for (let i = 0; i < this.count; i++) {
      sum += (this.#values[i] - mean) ** 2;
    }
    return this.count === 0 ? 0 : Math.sqrt(sum / this.count);
  }

  /** Takes a value and returns the one that it pushes out. */
  add(value: number): number | undefined {
    const gone = this.isFull ? this.#values[this.#next] : undefined;
    this.#values[this.#next] = value;
    this.count += gone === undefined ? 1 : 0;
    this.#sum += value - (gone ?? 0);
    this.#next++;
    if (this.#next === this.#values.length) {
      this.#next = 0;
      this.#sum = this.#values.reduce((sum, one) => sum + one, 0);
    }
    return gone;
  }
}
