type Window = { from: Date; to: Date };

/** Steps that a reader knows, in seconds; none below the usual scrape interval. */
const STEPS = [
  15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600,
];
/** As many points as a chart is wide on a phone, and enough to see a spike. */
const POINTS = 240;
/** Four scrapes: with fewer, a lost one makes a gap. */
const MIN_RATE_SECONDS = 60;
/** Of a caller's own step. */
const MAX_POINTS = 11_000;

/** Time between the points of a window. @internal */
export function stepOf({ from, to }: Window): number {
  const seconds = (+to - +from) / 1_000;
  return STEPS.find(step => seconds / step <= POINTS) ?? STEPS.at(-1)!;
}

/** The window of `rate()`: no point may fall between two of them. @internal */
export function rateSecondsOf(stepSeconds: number): number {
  return Math.max(MIN_RATE_SECONDS, stepSeconds);
}

/** The caller's step, or a larger one when the answer would be too long. @internal */
export function boundedStep(window: Window, wanted?: number): number {
  const seconds = (+window.to - +window.from) / 1_000;
  return Math.max(wanted ?? stepOf(window), Math.ceil(seconds / MAX_POINTS));
}

/**
 * The window with what came before it, to know what is usual: as long again, an
 * hour at least and a day at most. A whole number of steps ends where it ends.
 * @internal
 */
export function withBaseline(window: Window, stepSeconds: number): Window {
  const HOUR_MS = 3_600_000;
  const length = +window.to - +window.from;
  const before = Math.min(Math.max(length, HOUR_MS), 24 * HOUR_MS);
  const stepMs = stepSeconds * 1_000;
  const steps = Math.ceil((length + before) / stepMs);
  return { from: new Date(+window.to - steps * stepMs), to: window.to };
}
