import { quantile } from '../series';

/** A pause of fewer intervals is a late scrape. */
const MIN_INTERVALS = 3;
/** A pause must be so many times those that are usual in this series. */
const MIN_RATIO = 2;
/** The longest pause that is usual: all but one in twenty are shorter. */
const USUAL_QUANTILE = 0.95;
/** Fewer points do not tell how far apart they should be. */
const MIN_POINTS = 3;

/** A pause in a series; times in the unit of the points. @public */
export type Gap = {
  /** When the first missing point was due. */
  start: number;
  /** The next point; without it there is none yet. */
  end?: number;
  /** How long it was without a point. */
  length: number;
  /** Usual time between points, and the longest that is usual. */
  interval: number;
  usual: number;
};

/** @public */
export type GapOptions = {
  /** The question's time; later than the last point if points are missing at the end. */
  now?: number;
  /** Time between points. Default: the median. */
  interval?: number;
};

/**
 * Finds pauses in which points are missing, against the rhythm of the series
 * itself: one that always comes in bursts is not missing between them.
 *
 * @remarks
 * Order statistics of the times between points, which a few long pauses do not
 * move (Hampel, "The Influence Curve and Its Role in Robust Estimation", 1974).
 *
 * @param times - Ascending times of points that have a value.
 * @public
 */
export function detectMissingData(
  times: readonly number[],
  options: GapOptions = {},
): Gap[] {
  if (times.length < MIN_POINTS) {
    return [];
  }
  const steps = times.slice(1).map((time, i) => time - times[i]);
  const interval = options.interval ?? quantile(steps, 0.5);
  if (!(interval > 0)) {
    return [];
  }
  const usual = Math.max(interval, quantile(steps, USUAL_QUANTILE));
  const least = Math.max(MIN_INTERVALS * interval, MIN_RATIO * usual);
  const gaps: Gap[] = [];
  const add = (length: number, after: number, end?: number) => {
    if (length > least) {
      gaps.push({ start: after + interval, end, length, interval, usual });
    }
  };
  steps.forEach((length, i) => add(length, times[i], times[i + 1]));
  const last = times[times.length - 1];
  add((options.now ?? last) - last, last);
  return gaps;
}
