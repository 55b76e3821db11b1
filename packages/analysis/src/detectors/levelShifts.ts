import { describeBaseline, segmentSeries, Segment, median } from '../series';

const MIN_SIGMAS = 4;
/** A baseline without any noise would give infinity. */
const MAX_SIGMAS = 1_000;
/** A level this close to the baseline is the baseline again, as a share of what a shift needs. */
const RETURN_SHARE = 0.5;
/** The same as a share of the shift. */
const RETURN_SHARE_OF_SHIFT = 0.25;

/** Points `start` (inclusive) to `end` (exclusive) lie on another level. @public */
export type LevelShift = {
  start: number;
  /** Without it the level lasts to the end of the series. */
  end?: number;
  baseline: number;
  current: number;
  /** Robust standard deviation around the levels before. */
  sigma: number;
  /** The difference in these, at most 1 000. */
  sigmas: number;
};

/** @public */
export type LevelShiftOptions = {
  /** Smallest difference that matters, in the series' unit. Default 0. */
  minAbsolute?: number;
  /** Smallest difference that matters, as a share of the baseline. Default 0. */
  minRelative?: number;
  /** Levels that are known already, of the same values. */
  segments?: readonly Segment[];
  /** A level that differs by fewer robust standard deviations is noise. Default 4. */
  minSigmas?: number;
};

/**
 * Finds the times at which a series was on another level than before.
 *
 * @remarks
 * The levels are those of {@link segmentSeries}. The first level that lies off
 * what held for most of the time before begins a shift; it ends with the level
 * that is back, so that a hump is one event and not two. A shift into the other
 * direction is another event. The hysteresis between beginning and end is that of
 * a Schmitt trigger (Schmitt, "A thermionic trigger", 1938).
 *
 * @public
 */
export function detectLevelShifts(
  values: readonly number[],
  options: LevelShiftOptions = {},
): LevelShift[] {
  const segments = options.segments ?? segmentSeries(values);
  const shifts: LevelShift[] = [];
  let open: LevelShift | undefined;
  let firstUsual = 0;
  for (let i = 1; i < segments.length; i++) {
    const segment = segments[i];
    if (open && isBack(segment.median, open, options)) {
      open.end = segment.start;
      open = undefined;
      firstUsual = i;
    }
    const before = open ? undefined : segments.slice(0, i);
    if (open && isSameSide(segment.median, open)) {
      continue;
    }
    const reference: Segment[] = before ?? segments.slice(firstUsual, i);
    const found = shiftAt(values, reference, segment, options);
    if (found) {
      if (open) {
        open.end = segment.start;
      }
      open = found;
      shifts.push(found);
    }
  }
  for (const shift of shifts) {
    const level = median(values.slice(shift.start, shift.end));
    shift.current = level;
  }
  return shifts;
}

function shiftAt(
  values: readonly number[],
  before: readonly Segment[],
  segment: Segment,
  {
    minAbsolute = 0,
    minRelative = 0,
    minSigmas = MIN_SIGMAS,
  }: LevelShiftOptions,
): LevelShift | undefined {
  const baseline = weightedMedian(before);
  const difference = Math.abs(segment.median - baseline);
  if (
    difference === 0 ||
    difference < minAbsolute ||
    difference < minRelative * Math.abs(baseline)
  ) {
    return undefined;
  }
  const residuals = new Float64Array(segment.start);
  for (const one of before) {
    for (let i = one.start; i < one.end; i++) {
      residuals[i] = values[i] - one.median;
    }
  }
  const { sigma } = describeBaseline(residuals.subarray(before[0].start));
  const sigmas =
    sigma > 0 ? Math.min(MAX_SIGMAS, difference / sigma) : MAX_SIGMAS;
  return sigmas < minSigmas
    ? undefined
    : {
        start: segment.start,
        baseline,
        current: segment.median,
        sigma,
        sigmas,
      };
}

function isBack(
  level: number,
  { baseline, current, sigma }: LevelShift,
  { minSigmas = MIN_SIGMAS }: LevelShiftOptions,
) {
  return (
    Math.abs(level - baseline) <=
    Math.max(
      RETURN_SHARE * minSigmas * sigma,
      RETURN_SHARE_OF_SHIFT * Math.abs(current - baseline),
    )
  );
}

function isSameSide(level: number, { baseline, current }: LevelShift) {
  return Math.sign(level - baseline) === Math.sign(current - baseline);
}

/** The level that held for half of the time. */
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
