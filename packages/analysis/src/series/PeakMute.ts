/**
 * Lets a number pass only if none of the latest rows had one as large.
 *
 * @remarks
 * The maximum of a sliding window by a queue of falling numbers (Lemire, "Streaming
 * maximum-minimum filter using no more than three comparisons per element", 2006).
 */
export class PeakMute {
  readonly #window: number;
  /** A ring of rows that no later row has reached, with what they had. */
  readonly #rows: Float64Array;
  readonly #values: Float64Array;
  readonly #last: number;
  #first = 0;
  #count = 0;
  #row = 0;

  constructor(rows: number) {
    this.#window = rows;
    const places = 2 ** Math.ceil(Math.log2(rows + 2));
    this.#rows = new Float64Array(places);
    this.#values = new Float64Array(places);
    this.#last = places - 1;
  }

  /** The number, or 0 where one as large is recent. */
  next(value: number): number {
    const row = this.#row++;
    let count = this.#count;
    let first = this.#first;
    if (count > 0 && this.#rows[first] < row - this.#window) {
      first = (first + 1) & this.#last;
      count--;
    }
    const isMuted = count > 0 && this.#values[first] >= value;
    while (
      count > 0 &&
      this.#values[(first + count - 1) & this.#last] <= value
    ) {
      count--;
    }
    const at = (first + count) & this.#last;
    this.#rows[at] = row;
    this.#values[at] = value;
    this.#first = first;
    this.#count = count + 1;
    return isMuted ? 0 : value;
  }
}
