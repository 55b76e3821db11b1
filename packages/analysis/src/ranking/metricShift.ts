import { median, Point, quantile } from '../series';
import { fitTail, tailEvidence } from './tail';

/** Points before the onset that say what the level was. */
const RECENT_POINTS = 10;
/** Points after the onset that are looked at; later ones may be another story. */
const AFTER_POINTS = 5;
/** Positions of the past at which the same statistic is taken, spread evenly. */
const MAX_PAST_POSITIONS = 300;
/** What the others do at the same time weighs like so many positions of an entity's own past. */
const SHARED_WEIGHT = 10;
/** Makes the median absolute deviation comparable to a standard deviation of normal noise. */
const MAD_TO_SIGMA = 1.4826;
/** Smallest scale, as a share of the level. */
const MIN_RELATIVE_SCALE = 0.05;
/** The 90 % point of the normal distribution, in standard deviations. */
const P90_DEVIATIONS = 1.2816;

/** @internal */
export type Shiftable = {
  /** The course around the onset. */
  points: readonly Point[];
  /** Another time without faults; without it the points before the onset. */
  reference?: readonly Point[];
  /** Smallest scale that the unit allows, such as that of counting. */
  minScale?: number;
};

/** @internal */
export type MetricShift = {
  level: number;
  /** The highest value after the onset. */
  peak: number;
  /** Scales by which the rise exceeds what is usual for this series. */
  deviations: number;
  /** What that is worth, given how often this series and its like do so. */
  nats: number;
};

type Measured = {
  level: number;
  peak: number;
  rise: number;
  usualRise: number;
  ownScale: number;
  /** The same statistic at earlier times. */
  pastRises: number[];
  minScale: number;
};

/**
 * How far each series rises after an onset, in units of how far it usually rises
 * in as short a time.
 *
 * @remarks
 * The rise is the highest of the next points over the median of the last ones, so a
 * slow drift of the level is none. The same statistic at every earlier time is its
 * own null distribution. A series with little past borrows the scale from what
 * the others of its kind do at this onset (shrinkage, as in Efron and Morris, JASA
 * 68, 1973).
 *
 * @param series - Of one kind and unit, one per entity.
 *
 * @internal
 */
export function metricShifts(
  series: readonly Shiftable[],
  onset: number,
): Array<MetricShift | undefined> {
  const measured = series.map(one => measure(one, onset));
  const judged = measured.map((one, i) => {
    const others = measured.filter(
      (other, j): other is Measured => j !== i && other !== undefined,
    );
    return one && standardise(one, others);
  });
  const tailOfKind = fitTail(
    judged.flatMap(one => (one ? [...one.past, one.deviations] : [])),
  );
  return measured.map((one, i) => {
    const its = judged[i];
    if (!one || !its) {
      return undefined;
    }
    const { deviations, past } = its;
    const nats = tailEvidence(deviations, fitTail(past, tailOfKind));
    return { level: one.level, peak: one.peak, deviations, nats };
  });
}

function standardise(
  one: Measured,
  others: readonly Measured[],
): { deviations: number; past: number[] } {
  const positions = one.pastRises.length;
  const weight = Math.min(SHARED_WEIGHT, others.length);
  const shared =
    MAD_TO_SIGMA *
    (median(
      others.map(({ rise, usualRise, level }) =>
        Math.abs(relative(rise - usualRise, level)),
      ),
    ) || 0);
  const variance =
    positions * one.ownScale ** 2 + weight * (shared * one.level) ** 2;
  const scale = Math.max(
    positions + weight > 0 ? Math.sqrt(variance / (positions + weight)) : 0,
    MIN_RELATIVE_SCALE * Math.abs(one.level),
    one.minScale,
  );
  const deviation = (rise: number) =>
    scale > 0 ? (rise - one.usualRise) / scale : 0;
  return {
    deviations: deviation(one.rise),
    past: one.pastRises.map(deviation),
  };
}

function measure(one: Shiftable, onset: number): Measured | undefined {
  const before = one.points
    .filter(([time]) => time < onset - intervalOf(one.points))
    .map(valueOf);
  const after = one.points
    .filter(([time]) => time >= onset)
    .slice(0, AFTER_POINTS)
    .map(valueOf);
  const past = one.reference?.map(valueOf) ?? before;
  const recent = before.slice(-RECENT_POINTS);
  if (after.length === 0 || (recent.length === 0 && past.length === 0)) {
    return undefined;
  }
  const level = median(recent.length > 0 ? recent : past);
  const peak = highOf(after);
  const rises = risesBefore(past, recent.length, after.length);
  const usualRise = rises.length > 0 ? median(rises) : 0;
  return {
    level,
    peak,
    rise: peak - level,
    usualRise,
    ownScale:
      rises.length > 0
        ? (quantile(rises, 0.9) - usualRise) / P90_DEVIATIONS
        : 0,
    pastRises: rises,
    minScale: one.minScale ?? 0,
  };
}

/** The mean of the two highest: one wild value is no level. */
function highOf(values: readonly number[]): number {
  const [first, second = first] = [...values].sort((a, b) => b - a);
  return (first + second) / 2;
}

function risesBefore(
  past: readonly number[],
  recentPoints: number,
  afterPoints: number,
): number[] {
  const window = Math.max(1, recentPoints);
  const positions = past.length - window - afterPoints + 1;
  const step = Math.max(1, Math.ceil(positions / MAX_PAST_POSITIONS));
  const rises: number[] = [];
  for (let i = 0; i < positions; i += step) {
    const level = median(past.slice(i, i + window));
    const peak = highOf(past.slice(i + window, i + window + afterPoints));
    rises.push(peak - level);
  }
  return rises;
}

/** A point this close before the onset may cover the fault already: it counts on neither side. */
function intervalOf(points: readonly Point[]): number {
  return median(points.slice(1).map(([time], i) => time - points[i][0])) || 0;
}

function valueOf(point: Point): number {
  return point[1];
}

function relative(difference: number, level: number): number {
  return level === 0 ? 0 : difference / Math.abs(level);
}
