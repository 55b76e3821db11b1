/** Deviations below this share of the mean are rounding errors. */
const RELATIVE_ROUNDING = 1e-9;

/**
 * Population deviation of the latest values.
 *
 * @remarks
 * The sum of squared deviations follows each value (Welford, "Note on a method for
 * calculating corrected sums of squares and products", Technometrics 4, 1962) and is
 * computed anew once per window, so that errors do not add up.
 */
export class RollingDeviation {
  readonly #values: Float64Array;
  readonly #share: number;
  #count = 0;
  #next = 0;
  #mean = 0;
  #squares = 0;

  constructor(size: number) {
    this.#values = new Float64Array(size);
    this.#share = 1 / size;
  }

  /** Takes a value and returns the deviation with it. */
  add(value: number): number {
    const values = this.#values;
    const before = this.#mean;
    const next = this.#next;
    if (this.#count === values.length) {
      const gone = values[next];
      const mean = before + (value - gone) * this.#share;
      this.#squares += (value - gone) * (value - mean + (gone - before));
      this.#mean = mean;
    } else {
      const count = ++this.#count;
      this.#mean = before + (value - before) / count;
      this.#squares += (value - before) * (value - this.#mean);
    }
    values[next] = value;
    if (next + 1 === values.length) {
      this.#next = 0;
      this.#refresh();
    } else {
      this.#next = next + 1;
    }
    const variance =
      this.#count === values.length
        ? this.#squares * this.#share
        : this.#squares / this.#count;
    const least = RELATIVE_ROUNDING * this.#mean;
    return variance > least * least ? Math.sqrt(variance) : 0;
  }

  #refresh() {
    const values = this.#values;
    let sum = 0;
    for (let i = 0; i < values.length; i++) {
      sum += values[i];
    }
    const mean = sum / values.length;
    let squares = 0;
    for (let i = 0; i < values.length; i++) {
      squares += (values[i] - mean) * (values[i] - mean);
    }
    this.#mean = mean;
    this.#squares = squares;
  }
}
