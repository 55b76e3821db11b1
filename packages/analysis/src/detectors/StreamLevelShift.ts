import { StreamBaseline } from './StreamBaseline';

/** Deviations up to this are usual, in robust standard deviations. */
const SLACK = 1;
/** Sum of what is beyond that at which the level has shifted. */
const ALARM = 16;
/** One point counts no more than this: a spike is no level. */
const CLIP = 5;

/** @public */
export type StreamShift = {
  /** Number of the point with which it began, from 0. */
  onset: number;
  direction: 'up' | 'down';
  /** Level before, and how far the alarming point is off in robust standard deviations. */
  baseline: number;
  sigmas: number;
};

/**
 * Says at which point of a stream the level has shifted, and since which point.
 *
 * @remarks
 * Cumulative sums in both directions (Page, "Continuous Inspection Schemes", Biometrika
 * 41, 1954), the onset being where the sum left zero, over a robust location and scale,
 * with each point clipped. After an alarm the new level is learnt anew, so that one
 * shift is one report. Constant time and memory.
 *
 * @public
 */
export class StreamLevelShift {
  readonly #baseline = new StreamBaseline();
  #point = -1;
  #up = 0;
  #down = 0;
  #upSince = 0;
  #downSince = 0;

  /** Takes the next value; a value that is no number only counts as a point. */
  add(value: number): StreamShift | undefined {
    this.#point++;
    if (!Number.isFinite(value)) {
      return undefined;
    }
    const baseline = this.#baseline;
    if (!baseline.isReady) {
      baseline.add(value);
      return undefined;
    }
    const sigmas = (value - baseline.center) / baseline.sigma;
    const clipped = Math.max(-CLIP, Math.min(CLIP, sigmas));
    if (this.#up === 0) {
      this.#upSince = this.#point;
    }
    if (this.#down === 0) {
      this.#downSince = this.#point;
    }
    this.#up = Math.max(0, this.#up + clipped - SLACK);
    this.#down = Math.max(0, this.#down - clipped - SLACK);
    if (this.#up < ALARM && this.#down < ALARM) {
      baseline.add(value);
      return undefined;
    }
    const isUp = this.#up >= ALARM;
    const shift: StreamShift = {
      onset: isUp ? this.#upSince : this.#downSince,
      direction: isUp ? 'up' : 'down',
      baseline: baseline.center,
      sigmas,
    };
    this.#up = 0;
    this.#down = 0;
    baseline.restart();
    return shift;
  }
}
