import { PeakMute } from './PeakMute';
import {
  LevelShiftSurprise,
  NoveltySurprise,
  SeasonalSurprise,
  SpreadSurprise,
  StepSurprise,
} from './surprises';
import { TailHistogram } from './TailHistogram';

/** After a row that is more unusual than another, the other is no news. */
const MUTED_ROWS = 300;
/** In the middle of the range in which it matters little: see docs/accuracy.md. */
const DEFAULT_THRESHOLD = 0.95;
const SURPRISES = 6;
const KEPT_ROWS = 2_048;
const DAY_MS = 86_400_000;
/** Short and long, for a shift of the level. */
const FAST_LEVEL = [12, 48] as const;
const SLOW_LEVEL = [36, 288] as const;
const SPREAD_ROWS = 24;
const SEASONAL_ROWS = 12;

/** @public */
export type StreamScore = {
  /** How unusual the row is, about 1 for a rare one; 0 while a more unusual one is recent. */
  score: number;
  isAnomaly: boolean;
};

const CALM: StreamScore = Object.freeze({ score: 0, isAnomaly: false });

/**
 * Says for each row of a series, from the rows so far alone, whether it is unusual.
 *
 * @remarks
 * Six ways to be unusual (step, fast and slow shift of the level, a value never
 * seen, spread, time of the day), each measured by its own past: where in the tail
 * of all earlier surprises of its kind is this one? This makes them comparable
 * without units, as a conformal score does (Laxhammar and Falkman, "Conformal
 * prediction for distribution-independent anomaly detection in streaming vessel
 * data", 2010), but goes on beyond the largest one seen. Their mean is the score:
 * one detector alone does not raise an alarm easily. One event gives one report,
 * as a row counts only if none of the last 300 was more unusual.
 * Memory and time for each row are constant.
 *
 * @public
 */
export class StreamDetector {
  readonly #threshold: number;
  // Each by name: a loop over them would cost twice the time.
  readonly #step = new StepSurprise();
  readonly #stepTail = new TailHistogram();
  readonly #fast = new LevelShiftSurprise(...FAST_LEVEL);
  readonly #fastTail = new TailHistogram();
  readonly #slow = new LevelShiftSurprise(...SLOW_LEVEL);
  readonly #slowTail = new TailHistogram();
  readonly #novelty = new NoveltySurprise(KEPT_ROWS);
  readonly #noveltyTail = new TailHistogram();
  readonly #spread = new SpreadSurprise(SPREAD_ROWS);
  readonly #spreadTail = new TailHistogram();
  readonly #seasonal: SeasonalSurprise;
  readonly #seasonalTail = new TailHistogram();
  readonly #mute = new PeakMute(MUTED_ROWS);

  /**
   * @param options - `intervalMs` is the time between rows, for the time of the
   * day; `threshold` is for {@link StreamScore.isAnomaly}.
   */
  constructor(options: { intervalMs: number; threshold?: number }) {
    this.#threshold = options.threshold ?? DEFAULT_THRESHOLD;
    const rowsOfDay = Math.round(DAY_MS / options.intervalMs);
    this.#seasonal = new SeasonalSurprise(rowsOfDay, SEASONAL_ROWS);
  }

  /** Takes the next row. A value that is no number changes nothing. */
  add(value: number): StreamScore {
    const score = this.score(value);
    const isAnomaly = score >= this.#threshold;
    // Most rows are calm: none of them needs an object of its own.
    return score === 0 && !isAnomaly ? CALM : { score, isAnomaly };
  }

  /** The same as {@link StreamDetector.add}, only the score. */
  score(value: number): number {
    if (!Number.isFinite(value)) {
      return 0;
    }
    const novelty = this.#novelty.next(value, this.#noveltyTail.usual);
    const sum =
      this.#stepTail.add(this.#step.next(value)) +
      this.#fastTail.add(this.#fast.next(value)) +
      this.#slowTail.add(this.#slow.next(value)) +
      this.#noveltyTail.add(novelty) +
      this.#spreadTail.add(this.#spread.next(value)) +
      this.#seasonalTail.add(this.#seasonal.next(value));
    return this.#mute.next(sum / SURPRISES);
  }
}
