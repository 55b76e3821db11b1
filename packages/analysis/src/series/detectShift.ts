import { segmentSeries, Segment } from './segmentSeries';
import { describeBaseline, median } from './statistics';

/** A shift smaller than this many robust standard deviations is noise. */
const MIN_SCORE = 4;
/** Scores are cut here: a baseline without any noise would give infinity. */
const MAX_SCORE = 1_000;

/** `[time, value]`, ascending; the time's unit is the caller's. @public */
export type Point = readonly [number, number];

/** @public */
export type Shift = {
  /** Time of the first point at the new level. */
  onset: number;
  direction: 'up' | 'down';
  /** Median before the onset. */
  baseline: number;
  /** Median from the onset on. */
  current: number;
  /** The difference in robust standard deviations of the baseline, at most 1 000. */
  score: number;
};

/** @public */
export type ShiftOptions = {
  /** Smallest difference that matters, in the series' unit. Default 0. */
  minAbsolute?: number;
  /** Smallest difference that matters, as a share of the baseline. Default 0. */
  minRelative?: number;
};

/**
 * Finds whether the level at the end of a series differs from what it was for
 * most of the time before, and since when.
 *
 * @remarks
 * Levels come from {@link segmentSeries}. The baseline is the level that held
 * longest before the last one; a shift that has ended (the last level is the
 * baseline again) is none. Directly preceding levels that lie off in the same
 * direction belong to the shift, so a slow onset counts from its first step.
 *
 * @public
 */
export function detectShift(
  points: readonly Point[],
  options: ShiftOptions = {},
): Shift | undefined {
  const values = points.map(([, value]) => value);
  const segments = segmentSeries(values);
  if (segments.length < 2) {
    return undefined;
  }
  const reference = weightedMedian(segments.slice(0, -1));
  const matters = (level: number, baseline: number) =>
    Math.abs(level - baseline) >= (options.minAbsolute ?? 0) &&
    Math.abs(level - baseline) >=
      (options.minRelative ?? 0) * Math.abs(baseline);
  const last = segments.at(-1)!.median;
  const direction = Math.sign(last - reference);

  let first = segments.length;
  while (
    first > 1 &&
    Math.sign(segments[first - 1].median - reference) === direction &&
    matters(segments[first - 1].median, reference)
  ) {
    first--;
  }
  if (first === segments.length || direction === 0) {
    return undefined;
  }
  const start = segments[first].start;
  const before = describeBaseline(values.slice(0, start));
  const current = median(values.slice(start));
  const difference = Math.abs(current - before.median);
  const sigma = Math.max(before.sigma, residualSigma(values, segments, start));
  const score = sigma > 0 ? Math.min(MAX_SCORE, difference / sigma) : MAX_SCORE;
  if (score < MIN_SCORE || !matters(current, before.median)) {
    return undefined;
  }
  return {
    onset: points[start][0],
    direction: current > before.median ? 'up' : 'down',
    baseline: before.median,
    current,
    score,
  };
}

/** Noise around the levels before the shift, for a baseline with several of them. */
function residualSigma(
  values: readonly number[],
  segments: readonly Segment[],
  end: number,
): number {
  const residuals = segments
    .filter(segment => segment.end <= end)
    .flatMap(segment =>
      values
        .slice(segment.start, segment.end)
        .map(value => value - segment.median),
    );
  return describeBaseline(residuals).sigma;
}

function weightedMedian(segments: readonly Segment[]): number {
  const sorted = [...segments].sort((a, b) => a.median - b.median);
  const total = sorted.reduce((sum, s) => sum + s.end - s.start, 0);
  let seen = 0;
  for (const segment of sorted) {
    seen += segment.end - segment.start;
    if (seen * 2 >= total) {
      return segment.median;
    }
  }
  return NaN;
}
