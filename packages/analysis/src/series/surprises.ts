import { NearestValues } from './NearestValues';
import { RollingDeviation } from './RollingDeviation';
import { RollingMean } from './RollingMean';

// Ways for a value to be unusual, each in units of its own; larger is stranger,
// never negative.

/** Differences below this share of the mean are rounding errors. */
const RELATIVE_ROUNDING = 1e-9;
/** Earlier periods that say what is usual at this time of the period. */
const PERIODS = 3;
const MAX_PERIOD_ROWS = 8_640;

/** Distance to the row before. */
export class StepSurprise {
  #last = NaN;

  next(value: number): number {
    const surprise = Math.abs(value - this.#last);
    this.#last = value;
    return surprise >= 0 ? surprise : 0;
  }
}

/** Distance of the mean of some rows from the mean of more rows before them. */
export class LevelShiftSurprise {
  readonly #recent: RollingMean;
  readonly #past: RollingMean;

  constructor(recentRows: number, pastRows: number) {
    this.#recent = new RollingMean(recentRows);
    this.#past = new RollingMean(pastRows);
  }

  next(value: number): number {
    const recent = this.#recent;
    const past = this.#past;
    if (recent.isFull) {
      past.add(recent.oldest);
    }
    recent.add(value);
    if (past.count === 0) {
      return 0;
    }
    const mean = recent.mean;
    const surprise = Math.abs(mean - past.mean);
    return surprise > RELATIVE_ROUNDING * Math.abs(mean) ? surprise : 0;
  }
}

/** Distance to the nearest value seen in as many of the latest rows, or up to twice as many. */
export class NoveltySurprise {
  readonly #seen: NearestValues;

  constructor(rows: number) {
    this.#seen = new NearestValues(rows);
  }

  /** @param usual - values that are no further apart than usual need not be told apart. */
  next(value: number, usual: number): number {
    return this.#seen.add(value, usual);
  }
}

/** Deviation of the latest rows. */
export class SpreadSurprise {
  readonly #recent: RollingDeviation;

  constructor(rows: number) {
    this.#recent = new RollingDeviation(rows);
  }

  next(value: number): number {
    return this.#recent.add(value);
  }
}

/** Distance of the latest rows from what is usual at this time of the period. */
export class SeasonalSurprise {
  readonly #periodRows: number;
  /** Three earlier values of each time of the period; the oldest is replaced. */
  readonly #kept: Float64Array;
  readonly #errors: RollingMean;
  #phase = 0;
  #periods = 0;
  #oldest = 0;

  constructor(periodRows: number, recentRows: number) {
    const isUsable = periodRows >= 2 && periodRows <= MAX_PERIOD_ROWS;
    this.#periodRows = isUsable ? periodRows : 0;
    this.#kept = new Float64Array(PERIODS * this.#periodRows);
    this.#errors = new RollingMean(recentRows);
  }

  next(value: number): number {
    if (this.#periodRows === 0) {
      return 0;
    }
    const at = PERIODS * this.#phase;
    const isKnown = this.#periods > 0;
    const usual = this.#usualAt(at);
    this.#kept[at + this.#oldest] = value;
    this.#phase++;
    if (this.#phase === this.#periodRows) {
      this.#phase = 0;
      this.#periods++;
      this.#oldest = this.#periods % PERIODS;
    }
    if (!isKnown) {
      return 0;
    }
    const errors = this.#errors;
    errors.add(value - usual);
    return errors.isFull ? Math.abs(errors.mean) : 0;
  }

  /** The median of what is kept; of two values the larger one. */
  #usualAt(at: number): number {
    const a = this.#kept[at];
    if (this.#periods < 2) {
      return a;
    }
    const b = this.#kept[at + 1];
    if (this.#periods === 2) {
      return Math.max(a, b);
    }
    const c = this.#kept[at + 2];
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
