import { TailHistogram } from '../series/TailHistogram';

/** How fast the usual value of a time of the season follows: about three seasons count. */
const GAIN = 0.3;
/** Seasons that must be known. */
const MIN_SEASONS = 2;
/** How often beyond a rare deviation an outlier is, see `TailHistogram`. */
const MIN_WORTH = 3;
/** A deviation moves what is usual by no more than so many rare ones. */
const CLIP_RARE = 1;

/** @public */
export type StreamOutlier = {
  expected: number;
  /** 1 for a deviation of which there is one in a hundred. */
  worth: number;
};

/**
 * Says of each point of a stream whether it is far from what is usual at this time of
 * the season.
 *
 * @remarks
 * One exponentially smoothed value for each time of the season (the seasonal part of
 * Winters, "Forecasting sales by exponentially weighted moving averages", Management
 * Science 6, 1960), with clipped errors so that an outlier is not learnt (Gelper,
 * Fried and Croux, J. of Forecasting 29, 2010). Errors are judged by their own tail.
 * Constant time; memory of one value for each time of the season.
 *
 * @public
 */
export class StreamSeasonalOutlier {
  readonly #usual: Float64Array;
  readonly #errors = new TailHistogram();
  #point = 0;

  /** @param period - points of a season; 1 for none. */
  constructor(period: number) {
    this.#usual = new Float64Array(Math.max(1, Math.round(period))).fill(NaN);
  }

  /** Takes the next value; one that is no number only lets the time pass. */
  add(value: number): StreamOutlier | undefined {
    const { length } = this.#usual;
    const phase = this.#point % length;
    const seasons = this.#point / length;
    this.#point++;
    const expected = this.#usual[phase];
    if (!Number.isFinite(value)) {
      return undefined;
    }
    if (Number.isNaN(expected)) {
      this.#usual[phase] = value;
      return undefined;
    }
    const error = value - expected;
    const clip = CLIP_RARE * this.#errors.rare;
    const isLearning = seasons < MIN_SEASONS || clip === 0;
    const learnt = isLearning ? error : Math.max(-clip, Math.min(clip, error));
    this.#usual[phase] = expected + GAIN * learnt;
    const worth = this.#errors.add(Math.abs(error));
    return seasons >= MIN_SEASONS && worth >= MIN_WORTH
      ? { expected, worth }
      : undefined;
  }
}
