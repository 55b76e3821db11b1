import { describeBaseline, quantile } from '../series';
import { IsolationForest } from './IsolationForest';

/** Rows below this score are as usual, whatever the others are (Liu et al. call 0.6 and more an anomaly). */
const MIN_SCORE = 0.65;
/** Accepted probability that the largest of as many usual rows has such a score. */
const MAX_CHANCE = 0.01;
/** Where the tail of the scores is measured. */
const TAIL_QUANTILE = 0.99;
/** Rows with fewer between them are one event. */
const MERGE_ROWS = 5;
/** Fewer rows do not tell what is usual. */
const MIN_ROWS = 32;
const MAX_SIGMAS = 1_000;

/** Rows `start` (inclusive) to `end` (exclusive) are an unusual combination. @public */
export type JointOutlier = {
  start: number;
  end: number;
  peak: number;
  /** Of the isolation forest, 0 to 1. */
  score: number;
  /** How far each column is from its median at the peak, in robust standard deviations. */
  deviations: number[];
  chance: number;
};

/**
 * Finds times at which several series together are unlike all other times, also
 * where none of them is unusual alone.
 *
 * @remarks
 * Scores of a seeded {@link IsolationForest} over standardized columns; those that lie
 * further out than the tail of the scores are reported, neighbours as one.
 *
 * @param columns - Series at the same times, of one length; rows with a missing value are left out.
 * @public
 */
export function detectJointOutliers(
  columns: readonly (readonly number[])[],
  options: { seed: number },
): JointOutlier[] {
  const length = columns[0]?.length ?? 0;
  const places: number[] = [];
  for (let i = 0; i < length; i++) {
    if (columns.every(column => Number.isFinite(column[i]))) {
      places.push(i);
    }
  }
  if (places.length < MIN_ROWS) {
    return [];
  }
  const standardized = columns.map(column =>
    standardize(places.map(place => column[place])),
  );
  const rows = places.map((_, i) => standardized.map(column => column[i]));
  const forest = IsolationForest.fit(rows, options);
  const scores = rows.map(row => forest.score(row));
  const center = quantile(scores, 0.5);
  const fall =
    (quantile(scores, TAIL_QUANTILE) - center) / -Math.log(1 - TAIL_QUANTILE);
  const found: JointOutlier[] = [];
  scores.forEach((score, i) => {
    const chance = Math.min(1, rows.length * Math.exp((center - score) / fall));
    if (score < MIN_SCORE || chance > MAX_CHANCE) {
      return;
    }
    const peak = { peak: places[i], score, deviations: rows[i], chance };
    const end = places[i] + 1;
    const previous = found.at(-1);
    if (!previous || places[i] >= previous.end + MERGE_ROWS) {
      found.push({ start: places[i], end, ...peak });
    } else {
      Object.assign(previous, { end }, score > previous.score ? peak : {});
    }
  });
  return found;
}

/**
 * Differences from the median in robust standard deviations, at most 1 000.
 *
 * @public
 */
export function standardize(values: readonly number[]): number[] {
  const { median, sigma, p05, p95 } = describeBaseline(values);
  // Where more than half of the values are equal, the others say what is usual.
  const unit = sigma > 0 ? sigma : (p95 - p05) / 4;
  return values.map(value => {
    const sigmas = value === median ? 0 : (value - median) / unit;
    return Math.max(-MAX_SIGMAS, Math.min(MAX_SIGMAS, sigmas));
  });
}
