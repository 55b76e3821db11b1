const WINDOW_ROWS = 6_400;
const STEP_ROWS = 100;
const SMALLEST_DEVIATION = 1e-6;

/**
 * NAB's windowed Gaussian: how many deviations a value is from the mean of the
 * values before it, of at most 6,400, moved on in steps of 100.
 */
export function windowedGaussian(values: readonly number[]): number[] {
  let window: number[] = [];
  let waiting: number[] = [];
  // Welford's sums while the window grows, computed anew when it moves.
  let mean = 0;
  let squares = 0;
  let count = 0;
  const take = (value: number) => {
    count++;
    const error = value - mean;
    mean += error / count;
    squares += error * (value - mean);
  };
  return values.map(value => {
    const deviation = Math.sqrt(squares / count) || SMALLEST_DEVIATION;
    const score = count === 0 ? 0 : Math.abs(value - mean) / deviation;
    if (window.length < WINDOW_ROWS) {
      window.push(value);
      take(value);
      return score;
    }
    waiting.push(value);
    if (waiting.length === STEP_ROWS) {
      window = [...window.slice(STEP_ROWS), ...waiting];
      waiting = [];
      mean = 0;
      squares = 0;
      count = 0;
      window.forEach(take);
    }
    return score;
  });
}

/** Random scores, the same for the same seed: mulberry32. */
export function randomScores(rows: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: rows }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  });
}
