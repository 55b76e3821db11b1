import { LogHistogram } from './LogHistogram';
import {
  levelShift,
  novelty,
  seasonal,
  spread,
  step,
  Surprise,
} from './surprises';

/** Surprises up to the first quantile count nothing, at the second they count 1. */
const USUAL = 0.9;
const RARE = 0.99;
/** Rows before anything can be called unusual. */
const WARM_UP_ROWS = 100;
/** One way to be unusual is worth no more than so many rare ones. */
const MAX_TAIL = 10;
/** Worth of the first surprise where there was none. */
const FIRST_TAIL = 5;
/** More than a bucket of the histogram. */
const CLEARLY_MORE = 1.02;
/** After a row that is more unusual than another, the other is no news. */
const MUTED_ROWS = 300;
/** In the middle of the range in which it matters little: see docs/accuracy.md. */
const DEFAULT_THRESHOLD = 0.95;
const KEPT_ROWS = 4_096;
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
  readonly #surprises: Array<{ next: Surprise; past: LogHistogram }>;
  /** Rows with their score that no later row has reached, largest first. */
  #peaks: Array<{ row: number; score: number }> = [];
  #row = 0;

  /**
   * @param options - `intervalMs` is the time between rows, for the time of the
   * day; `threshold` is for {@link StreamScore.isAnomaly}.
   */
  constructor(options: { intervalMs: number; threshold?: number }) {
    this.#threshold = options.threshold ?? DEFAULT_THRESHOLD;
    const rowsOfDay = Math.round(DAY_MS / options.intervalMs);
    this.#surprises = [
      step(),
      levelShift(...FAST_LEVEL),
      levelShift(...SLOW_LEVEL),
      novelty(KEPT_ROWS),
      spread(SPREAD_ROWS),
      seasonal(rowsOfDay, SEASONAL_ROWS),
    ].map(next => ({ next, past: new LogHistogram([USUAL, RARE]) }));
  }

  /** Takes the next row. A value that is no number changes nothing. */
  add(value: number): StreamScore {
    if (!Number.isFinite(value)) {
      return { score: 0, isAnomaly: false };
    }
    let sum = 0;
    for (const { next, past } of this.#surprises) {
      const surprise = next(value);
      sum += tailOf(surprise, past);
      past.add(surprise);
    }
    const score = this.#mute(sum / this.#surprises.length);
    return { score, isAnomaly: score >= this.#threshold };
  }

  #mute(score: number): number {
    const row = this.#row++;
    const peaks = this.#peaks;
    if (peaks.length > 0 && peaks[0].row < row - MUTED_ROWS) {
      peaks.shift();
    }
    const isMuted = peaks.length > 0 && peaks[0].score >= score;
    while (peaks.length > 0 && peaks[peaks.length - 1].score <= score) {
      peaks.pop();
    }
    peaks.push({ row, score });
    return isMuted ? 0 : score;
  }
}

function tailOf(surprise: number, past: LogHistogram): number {
  if (past.count < WARM_UP_ROWS) {
    return 0;
  }
  const usual = past.quantile(0);
  const rare = past.quantile(1);
  if (rare <= usual) {
    return surprise > CLEARLY_MORE * rare ? FIRST_TAIL : 0;
  }
  return Math.min(MAX_TAIL, (surprise - usual) / (rare - usual));
}
