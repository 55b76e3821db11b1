import type { Point } from '../series';
import { Exhaustion, forecastExhaustion } from './exhaustion';

/** Means that are kept; when they are full, neighbours are joined. */
const MAX_BLOCKS = 128;

/**
 * Keeps what {@link forecastExhaustion} needs of a stream that never ends: means of
 * stretches, which grow with the stream. A point costs constant time, a forecast the
 * same however long the stream is.
 *
 * @public
 */
export class StreamExhaustion {
  readonly #limit: number;
  #blocks: Point[] = [];
  #size = 1;
  #count = 0;
  #time = 0;
  #value = 0;

  constructor(options: { limit: number }) {
    this.#limit = options.limit;
  }

  /** Takes the next point; a value that is no number is left out. */
  add(time: number, value: number) {
    if (!Number.isFinite(value)) {
      return;
    }
    this.#count++;
    // Means by differences: sums of times would lose their last digits.
    this.#time += (time - this.#time) / this.#count;
    this.#value += (value - this.#value) / this.#count;
    if (this.#count < this.#size) {
      return;
    }
    this.#blocks.push([this.#time, this.#value]);
    this.#count = 0;
    this.#time = 0;
    this.#value = 0;
    if (this.#blocks.length === MAX_BLOCKS) {
      const blocks = this.#blocks;
      this.#blocks = [];
      for (let i = 0; i < MAX_BLOCKS; i += 2) {
        const [a, b] = [blocks[i], blocks[i + 1]];
        this.#blocks.push([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
      }
      this.#size *= 2;
    }
  }

  forecast(now?: number): Exhaustion | undefined {
    return forecastExhaustion(this.#blocks, { limit: this.#limit, now });
  }
}
