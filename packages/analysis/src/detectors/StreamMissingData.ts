import { describeBaseline } from '../series';
import type { Gap } from './missingData';

/** Times between points from which the rhythm is learnt. */
const KEPT_STEPS = 64;
/** The rhythm is learnt anew after so many. */
const LEARN_STEPS = 16;
/** Steps before anything can be missing. */
const MIN_STEPS = 2;
/** A pause of fewer intervals is a late scrape, and it must be so many times what is usual. */
const MIN_INTERVALS = 3;
const MIN_RATIO = 2;

/**
 * Says when points of a stream are missing: on demand while they are, and with the
 * point that ends the pause. The same rule as `detectMissingData`, with the latest 64
 * steps as what is usual. Constant memory.
 *
 * @public
 */
export class StreamMissingData {
  readonly #steps: number[] = [];
  #next = 0;
  #last: number | undefined;
  /** Interval and longest usual step; undefined when it is to be learnt. */
  #rhythm: { interval: number; usual: number } | undefined;

  /** Takes the time of the next point; returns the pause that it ends, if it was one. */
  add(time: number): Gap | undefined {
    const gap = this.check(time);
    if (this.#last !== undefined && time > this.#last) {
      this.#steps[this.#next] = time - this.#last;
      this.#next = (this.#next + 1) % KEPT_STEPS;
      if (this.#next % LEARN_STEPS === 0 || this.#steps.length < LEARN_STEPS) {
        this.#rhythm = undefined;
      }
    }
    this.#last = Math.max(time, this.#last ?? time);
    return gap && { ...gap, end: time };
  }

  /** The pause that lasts at this time, if it is one. */
  check(now: number): Gap | undefined {
    if (this.#last === undefined || this.#steps.length < MIN_STEPS) {
      return undefined;
    }
    const length = now - this.#last;
    // Cheap first: most points come in time.
    if (this.#rhythm && length <= MIN_INTERVALS * this.#rhythm.interval) {
      return undefined;
    }
    const { interval, usual } = (this.#rhythm ??= this.#learn());
    return length > Math.max(MIN_INTERVALS * interval, MIN_RATIO * usual)
      ? { start: this.#last + interval, length, interval, usual }
      : undefined;
  }

  #learn() {
    const { median, p95 } = describeBaseline(this.#steps);
    return { interval: median, usual: Math.max(median, p95) };
  }
}
