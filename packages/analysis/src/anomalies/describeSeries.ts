import { findSeason } from '../detectors';
import { median, Point } from '../series';

/** A series with more gaps than points has no grid to speak of. */
const MAX_GRID_SHARE = 2;
/** No grid is larger, whatever the times say. */
const MAX_GRID_POINTS = 1_000_000;

/** Seasons that people make: an hour, a day, a week. */
const NATURAL_MS = [3_600_000, 86_400_000, 604_800_000];

/** A series as the detectors want it. */
export type DescribedSeries = {
  times: number[];
  values: number[];
  /** Usual time between points; NaN for fewer than two. */
  interval: number;
  /** The values without the season, around their median; the values where there is none. */
  levelled: number[];
  /** What the season adds at each point. */
  seasonal: number[];
};

/** Leaves out what is missing or out of order, and takes the season away. */
export function describeSeries(
  points: readonly Point[],
  options: { intervalMs?: number; seasonMs?: number },
): DescribedSeries {
  const times: number[] = [];
  const values: number[] = [];
  for (const [time, value] of points) {
    const isLater = times.length === 0 || time > times[times.length - 1];
    if (isLater && Number.isFinite(time) && Number.isFinite(value)) {
      times.push(time);
      values.push(value);
    }
  }
  const steps = times.slice(1).map((time, i) => time - times[i]);
  const interval = options.intervalMs ?? median(steps);
  const remainder =
    options.seasonMs === 0
      ? undefined
      : remainderOf(times, values, interval, options.seasonMs);
  const center = median(values);
  const levelled = values.map((value, i) => {
    const left = remainder?.[i];
    return left === undefined || Number.isNaN(left) ? value : center + left;
  });
  const seasonal = values.map((value, i) => value - levelled[i]);
  return { times, values, interval, levelled, seasonal };
}

function remainderOf(
  times: readonly number[],
  values: readonly number[],
  interval: number,
  seasonMs: number | undefined,
): number[] | undefined {
  const place = (time: number) => Math.round((time - times[0]) / interval);
  const length = times.length > 1 ? place(times[times.length - 1]) + 1 : 0;
  if (
    !(length > 0) ||
    length > Math.min(MAX_GRID_POINTS, MAX_GRID_SHARE * times.length)
  ) {
    return undefined;
  }
  const grid = new Array<number>(length).fill(NaN);
  times.forEach((time, i) => {
    grid[place(time)] = values[i];
  });
  const season = findSeason(grid, {
    period:
      seasonMs === undefined ? undefined : Math.round(seasonMs / interval),
    natural: NATURAL_MS.map(ms => Math.round(ms / interval)),
  });
  return season && times.map(time => season.remainder[place(time)]);
}
