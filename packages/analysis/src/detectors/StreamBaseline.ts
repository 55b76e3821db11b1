import { describeBaseline } from '../series';

/** Values from which the first estimate is made. */
const WARM_UP = 32;
/** Share by which a value moves the estimates: about the latest 100 count. */
const GAIN = 1 / 100;
/** A value moves the location by no more than so many standard deviations of it. */
const CLIP_SIGMAS = 2;
const MAD_TO_SIGMA = 1.4826;
/** Noise below this share of the level is rounding. */
const RELATIVE_RESOLUTION = 1e-6;

/**
 * Location and scale of a stream, in constant time and memory, which a few wild
 * values hardly move.
 *
 * @remarks
 * Stochastic approximation (Robbins and Monro, Annals of Mathematical Statistics 22, 1951) of Huber's location
 * and of the median absolute deviation, from a first estimate by order statistics.
 */
export class StreamBaseline {
  center = 0;
  sigma = 0;
  #first: number[] | undefined = [];

  get isReady(): boolean {
    return this.#first === undefined;
  }

  add(value: number) {
    if (this.#first) {
      this.#begin(this.#first, value);
      return;
    }
    const difference = value - this.center;
    const clip = CLIP_SIGMAS * this.sigma;
    this.center += GAIN * Math.max(-clip, Math.min(clip, difference));
    const isFar = Math.abs(difference) > this.sigma / MAD_TO_SIGMA;
    this.sigma = Math.max(
      this.sigma * (isFar ? 1 + GAIN : 1 - GAIN),
      RELATIVE_RESOLUTION * Math.abs(this.center),
      Number.MIN_VALUE,
    );
  }

  /** Forgets, and begins anew with the next values. */
  restart() {
    this.#first = [];
  }

  #begin(first: number[], value: number) {
    first.push(value);
    if (first.length === WARM_UP) {
      const { median, sigma, p05, p95 } = describeBaseline(first);
      this.center = median;
      // Where half of the values are equal, the others say what is usual.
      this.sigma = Math.max(
        sigma > 0 ? sigma : (p95 - p05) / 4,
        RELATIVE_RESOLUTION * Math.abs(median),
        Number.MIN_VALUE,
      );
      this.#first = undefined;
    }
  }
}
