import { median, Point } from '../series';

/** Points to which a series is reduced, each the median of a stretch. */
const MAX_POINTS = 100;
/** Fewer do not make a trend. */
const MIN_POINTS = 8;
/** Two-sided 99 % and 95 % points of the normal distribution. */
const SIGNIFICANT_Z = 2.576;
const INTERVAL_Z = 1.96;
/** A step away from the limit by this share of the range is a clean-up; the trend begins anew. */
const RESET_SHARE = 0.25;
/** And it must be so many times the usual step. */
const RESET_STEPS = 8;
/** The line must fit the last points as well: their median within so many deviations of it. */
const END_SHARE = 0.2;
const MAX_END_SIGMAS = 1;
const MAD_TO_SIGMA = 1.4826;
const MAX_CORRELATION = 0.9;

/** @public */
export type Exhaustion = {
  /** When the limit is reached, and the 95 % interval of that; no `latest` for perhaps never. */
  at: number;
  earliest: number;
  latest?: number;
  /** Since when the series goes that way, and how fast, per unit of time. */
  since: number;
  slope: number;
  /** The line's value at the question's time. */
  level: number;
  /** Probability that chance alone brings such a trend. */
  chance: number;
};

/**
 * Estimates when a series reaches a limit if it goes on as it does: a disk that
 * fills, memory that leaks, a quota that is used up, a certificate that expires.
 *
 * @remarks
 * Whether there is a trend: Mann, "Nonparametric tests against trend", Econometrica
 * 13, 1945, with the variance for neighbours that repeat each other (Hamed and Rao, J.
 * Hydrology 204, 1998, lag 1). How steep, with an interval: Theil 1950 and Sen, JASA 63,
 * 1968. Only what comes after the last clean-up counts, and of that the later half, or
 * quarter, where the line does not fit the end: what began today is not hidden by a
 * calm week.
 *
 * @param points - Ascending; no missing values.
 * @public
 */
export function forecastExhaustion(
  points: readonly Point[],
  options: { limit: number; now?: number },
): Exhaustion | undefined {
  const { limit } = options;
  if (points.length < MIN_POINTS) {
    return undefined;
  }
  const now = options.now ?? points[points.length - 1][0];
  const last = median(points.slice(-MIN_POINTS / 2).map(([, value]) => value));
  const towards = Math.sign(limit - last);
  for (
    let rest = afterReset(points, towards);
    rest.length >= MIN_POINTS;
    rest = rest.slice(rest.length >> 1)
  ) {
    const line = fitLine(reduced(rest));
    const time = (slope: number) => line.timeOf(limit, slope);
    if (line.fitsEnd) {
      const isTrend =
        line.z > SIGNIFICANT_Z &&
        Math.sign(line.slope) === towards &&
        // A line that is past the limit while the series is not does not describe it.
        Math.sign(limit - line.at(now)) === towards;
      const far = line.slope > 0 ? line.low : line.high;
      const near = line.slope > 0 ? line.high : line.low;
      return isTrend
        ? {
            at: time(line.slope),
            earliest: time(near),
            ...(Math.sign(far) === towards && { latest: time(far) }),
            since: rest[0][0],
            slope: line.slope,
            level: line.at(now),
            // The normal tail beyond z, from above.
            chance: Math.exp((-line.z * line.z) / 2),
          }
        : undefined;
    }
  }
  return undefined;
}

function afterReset(points: readonly Point[], towards: number) {
  let low = Infinity;
  let high = -Infinity;
  for (const [, value] of points) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const steps = points
    .slice(1)
    .map(([, value], i) => Math.abs(value - points[i][1]));
  const least = Math.max(
    RESET_SHARE * (high - low),
    RESET_STEPS * median(steps),
  );
  let start = 0;
  for (let i = 1; i < points.length; i++) {
    const step = (points[i][1] - points[i - 1][1]) * towards;
    if (-step > least) {
      start = i;
    }
  }
  return points.slice(start);
}

function reduced(points: readonly Point[]): Point[] {
  const size = Math.ceil(points.length / MAX_POINTS);
  const result: Point[] = [];
  for (let i = 0; i < points.length; i += size) {
    const part = points.slice(i, i + size);
    result.push([
      median(part.map(([time]) => time)),
      median(part.map(([, value]) => value)),
    ]);
  }
  return result;
}

function fitLine(points: readonly Point[]) {
  const n = points.length;
  const slopes: number[] = [];
  let rises = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const rise = points[j][1] - points[i][1];
      slopes.push(rise / (points[j][0] - points[i][0]));
      rises += Math.sign(rise);
    }
  }
  slopes.sort((a, b) => a - b);
  const slope = median(slopes);
  const [begin] = points[0];
  const flatten = (by: number) =>
    points.map(([time, value]) => value - by * (time - begin));
  const flat = flatten(slope);
  const level = median(flat);
  const residuals = flat.map(value => value - level);
  const sigma = MAD_TO_SIGMA * median(residuals.map(Math.abs));
  const end = median(residuals.slice(-Math.ceil(n * END_SHARE)));
  // Variance of the number of rises, as if the points were fewer.
  const deviation = Math.sqrt(
    ((n * (n - 1) * (2 * n + 5)) / 18) * repetition(residuals),
  );
  const half = Math.floor((INTERVAL_Z * deviation) / 2);
  const middle = slopes.length >> 1;
  return {
    slope,
    low: slopes[Math.max(0, middle - half)],
    high: slopes[Math.min(slopes.length - 1, middle + half)],
    z: Math.abs(rises) / deviation,
    fitsEnd:
      Math.abs(end) <=
      MAX_END_SIGMAS * sigma + Number.EPSILON * Math.abs(level),
    at: (time: number) => level + slope * (time - begin),
    /** With a steeper slope the line turns about the middle of the points. */
    timeOf: (value: number, by: number) =>
      begin + (value - median(flatten(by))) / by,
  };
}

/** (1 + r) / (1 - r) of the correlation with the point before. */
function repetition(residuals: readonly number[]): number {
  let own = 0;
  let next = 0;
  residuals.forEach((value, i) => {
    own += value * value;
    next += i > 0 ? value * residuals[i - 1] : 0;
  });
  const r = own > 0 ? Math.min(MAX_CORRELATION, Math.max(0, next / own)) : 0;
  return (1 + r) / (1 - r);
}
