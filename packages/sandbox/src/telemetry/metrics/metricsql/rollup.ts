import { Samples } from '../SampleRing';
import { quantile } from './quantile';

/** Samples that a function over a window sees at one point of the grid. */
export interface Window {
  values: Float64Array;
  times: Float64Array;
  /** Samples of the window are those at `from` <= index < `to`. */
  from: number;
  to: number;
  /** The sample before the window if it is near enough, else NaN. */
  previousValue: number;
  previousTime: number;
  /** The sample before the window however old it is. */
  realPreviousValue: number;
  /** The sample after the window. */
  nextValue: number;
  /** The point of the grid. */
  now: number;
  /** The index of the point, for arguments that change along the grid. */
  index: number;
}

export type RollupFunction = (window: Window) => number;

/** How a window moves over the samples. */
export interface RollupOptions {
  /** Milliseconds; 0 when the query names none. */
  window: number;
  step: number;
  /** Whether there is more than one point on the grid. */
  isRange: boolean;
  adjustsWindow: boolean;
  isDefaultRollup: boolean;
  lookbackMs: number;
}

/** Evaluates a function over the windows that end at the grid's times. */
export function rollUp(
  samples: Samples,
  grid: Float64Array,
  run: RollupFunction,
  options: RollupOptions,
): Float64Array {
  const { times, values } = samples;
  const { window: width, maxGap } = windowWidth(times, options);
  const result = new Float64Array(grid.length);
  const window: Window = {
    values,
    times,
    from: 0,
    to: 0,
    previousValue: NaN,
    previousTime: 0,
    realPreviousValue: NaN,
    nextValue: NaN,
    now: 0,
    index: 0,
  };
  let from = 0;
  let to = 0;
  for (let index = 0; index < grid.length; index++) {
    const now = grid[index];
    const opens = now - width;
    while (from < times.length && times[from] <= opens) from++;
    to = Math.max(to, from);
    while (to < times.length && times[to] <= now) to++;
    window.from = from;
    window.to = to;
    window.now = now;
    window.index = index;
    window.previousValue = NaN;
    window.previousTime = opens - maxGap;
    window.realPreviousValue = NaN;
    if (from > 0) {
      if (from < times.length && times[from - 1] > opens - maxGap) {
        window.previousValue = values[from - 1];
        window.previousTime = times[from - 1];
      }
      const current = to > from ? times[from] : opens;
      if (
        options.lookbackMs === 0 ||
        current - times[from - 1] < options.lookbackMs
      ) {
        window.realPreviousValue = values[from - 1];
      }
    }
    window.nextValue = to < values.length ? values[to] : NaN;
    result[index] = run(window);
  }
  return result;
}

/**
 * The server's rule for windows that a query leaves out, and for how old the
 * sample before a window may be: it guesses the scrape interval from the samples.
 */
function windowWidth(
  times: Float64Array,
  options: RollupOptions,
): { window: number; maxGap: number } {
  const { step, lookbackMs } = options;
  let maxGap = options.isRange ? widen(scrapeInterval(times, step)) : step;
  if (lookbackMs > 0) maxGap = Math.min(maxGap, lookbackMs);
  let { window } = options;
  if (window <= 0) {
    window = options.adjustsWindow ? Math.max(step, maxGap) : step;
    if (options.isDefaultRollup && lookbackMs > 0) {
      window = Math.min(window, lookbackMs);
    }
  }
  return { window, maxGap };
}

const INTERVALS_LOOKED_AT = 20;

function scrapeInterval(times: Float64Array, otherwise: number): number {
  if (times.length < 2) return otherwise;
  const intervals: number[] = [];
  const oldest = Math.max(1, times.length - INTERVALS_LOOKED_AT);
  for (let i = times.length - 1; i >= oldest; i--) {
    intervals.push(times[i] - times[i - 1]);
  }
  const interval = Math.trunc(quantile(0.6, intervals));
  return interval > 0 ? interval : otherwise;
}

/** Small intervals jitter more, so they are stretched more. */
function widen(interval: number): number {
  if (interval <= 2_000) return interval * 5;
  if (interval <= 4_000) return interval * 3;
  if (interval <= 8_000) return interval * 2;
  if (interval <= 16_000) return interval + Math.trunc(interval / 2);
  if (interval <= 32_000) return interval + Math.trunc(interval / 4);
  return interval + Math.trunc(interval / 8);
}

/** Makes a counter monotonic; `stalenessMs` of 0 means that no gap is too long. */
export function removeCounterResets(
  samples: Samples,
  stalenessMs: number,
): void {
  const { times, values } = samples;
  let correction = 0;
  let previous = values[0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const change = value - previous;
    if (change < 0) {
      // A small drop is a partial reset: the counter goes on from where it was.
      correction += -change * 8 < previous ? previous - value : previous;
    }
    if (i > 0 && stalenessMs > 0 && times[i] - times[i - 1] > stalenessMs) {
      correction = 0;
      previous = value;
      continue;
    }
    previous = value;
    values[i] = value + correction;
    if (i > 0 && values[i] < values[i - 1]) values[i] = values[i - 1];
  }
}
