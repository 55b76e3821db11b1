import { median } from '../series';

/** A season must have been seen so many times. */
const MIN_CYCLES = 3;
/** A season of fewer points is a zigzag. */
const MIN_PERIOD = 4;
/** Correlation with itself one season before. */
const MIN_CORRELATION = 0.4;
/** Points on which the search for a season looks at most. */
const MAX_SEARCH_POINTS = 1_024;
/** How far off the first estimate may be, and how many seasons decide. */
const REFINED_SHARE = 0.02;
const MAX_REFINED_SEASONS = 6;
/** The remainder must be smaller than this share of the deviations from the median. */
const MAX_REMAINDER_SHARE = 0.6;

/** @public */
export type Season = {
  /** Points of one season. */
  period: number;
  /**
   * What each point differs from the same time in the other seasons; NaN where it is
   * missing or nothing is known of them.
   */
  remainder: number[];
};

/**
 * Finds the season of a series and what is left without it.
 *
 * @remarks
 * The period is a peak of the autocorrelation (Vlachos, Yu and Castelli, "On
 * Periodicity Detection and Structural Periodic Similarity", SDM 2005). What is
 * expected at a point is the median of the same time in the other seasons, as in
 * Hochenbaum, Vallis and Kejariwal, "Automatic Anomaly Detection in the Cloud Via
 * Statistical Learning", 2017, but without the point itself, which would forgive it
 * much where there are few seasons.
 *
 * @param values - At equal distances; NaN for what is missing.
 * @param options - `period` in points, if it is known; `natural` ones are taken if they are near.
 * @public
 */
export function findSeason(
  values: readonly number[],
  options: { period?: number; natural?: readonly number[] } = {},
): Season | undefined {
  const known = values.filter(Number.isFinite);
  if (known.length < MIN_CYCLES * MIN_PERIOD) {
    return undefined;
  }
  const period =
    options.period ?? findPeriod(values, median(known), options.natural ?? []);
  if (
    period === undefined ||
    period < MIN_PERIOD ||
    values.length < MIN_CYCLES * period
  ) {
    return undefined;
  }
  const remainder = remainderOf(values, period);
  const center = median(known);
  const spread = median(known.map(value => Math.abs(value - center)));
  const left = median(remainder.filter(Number.isFinite).map(Math.abs));
  return options.period !== undefined || left < MAX_REMAINDER_SHARE * spread
    ? { period, remainder }
    : undefined;
}

function findPeriod(
  values: readonly number[],
  center: number,
  natural: readonly number[],
): number | undefined {
  const stride = Math.ceil(values.length / MAX_SEARCH_POINTS);
  const coarse: number[] = [];
  for (let i = 0; i + stride <= values.length; i += stride) {
    const part = values.slice(i, i + stride).filter(Number.isFinite);
    const sum = part.reduce((all, value) => all + value - center, 0);
    coarse.push(sum / part.length);
  }
  const spread = median(coarse.filter(Number.isFinite).map(Math.abs));
  // One spike must not be all that correlates.
  const clipped = coarse.map(x =>
    Math.max(-3 * spread, Math.min(3 * spread, x)),
  );
  const correlations = autocorrelations(
    clipped,
    Math.floor(clipped.length / MIN_CYCLES),
  );
  const first = correlations.findIndex((r, lag) => lag > 0 && r < 0.1);
  if (first < 0) {
    return undefined;
  }
  let best = first;
  for (let lag = first; lag < correlations.length; lag++) {
    if (correlations[lag] > correlations[best]) {
      best = lag;
    }
  }
  // Two seasons correlate as well as one: the shortest that does nearly as well.
  for (let lag = first + 1; lag < best; lag++) {
    const isPeak =
      correlations[lag] >= correlations[lag - 1] &&
      correlations[lag] >= correlations[lag + 1];
    if (isPeak && correlations[lag] > 0.9 * correlations[best]) {
      best = lag;
    }
  }
  if (correlations[best] < MIN_CORRELATION) {
    return undefined;
  }
  const found = refine(values, center, best * stride, stride);
  const near = (period: number) =>
    Math.abs(period - found) <= stride + REFINED_SHARE * found;
  return natural.find(near) ?? found;
}

/** The best period near a coarse one: several seasons later, an error has grown. */
function refine(
  values: readonly number[],
  center: number,
  near: number,
  stride: number,
): number {
  const off = stride + Math.ceil(REFINED_SHARE * near);
  let best = near;
  let most = -Infinity;
  for (let lag = Math.max(MIN_PERIOD, near - off); lag <= near + off; lag++) {
    const seasons = Math.min(
      MAX_REFINED_SEASONS,
      Math.floor(values.length / lag) - 1,
    );
    let sum = 0;
    for (let season = 1; season <= seasons; season++) {
      sum += meanProduct(values, season * lag, center);
    }
    if (sum / seasons > most) {
      most = sum / seasons;
      best = lag;
    }
  }
  return best;
}

function autocorrelations(values: readonly number[], lags: number): number[] {
  const variance = meanProduct(values, 0, 0);
  return variance > 0
    ? Array.from(
        { length: lags },
        (_, lag) => meanProduct(values, lag, 0) / variance,
      )
    : [];
}

/** Of the pairs that are there. */
function meanProduct(
  values: readonly number[],
  lag: number,
  center: number,
): number {
  let sum = 0;
  let pairs = 0;
  for (let i = lag; i < values.length; i++) {
    const product = (values[i] - center) * (values[i - lag] - center);
    if (Number.isFinite(product)) {
      sum += product;
      pairs++;
    }
  }
  return pairs > 0 ? sum / pairs : 0;
}

/** Each value without the median of the others at the same time of the season. */
function remainderOf(values: readonly number[], period: number): number[] {
  const remainder = new Array<number>(values.length).fill(NaN);
  for (let phase = 0; phase < period; phase++) {
    const places: number[] = [];
    for (let i = phase; i < values.length; i += period) {
      if (Number.isFinite(values[i])) {
        places.push(i);
      }
    }
    const order = places.sort((a, b) => values[a] - values[b]);
    const others = order.length - 1;
    order.forEach((place, rank) => {
      if (others > 0) {
        // Of the others, in order: their middle one or two.
        const other = (i: number) => values[order[i < rank ? i : i + 1]];
        const low = other((others - 1) >> 1);
        const high = other(others >> 1);
        const value = values[place];
        remainder[place] = value - Math.max(low, Math.min(high, value));
      }
    });
  }
  return remainder;
}
