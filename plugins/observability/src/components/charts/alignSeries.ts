import { PlotKind, PlotSeries } from './types';

/** `null` breaks the line; at an `undefined` it goes on from the value before to the one after. */
export type PlotValue = number | null | undefined;

/** All series of a chart on one time axis. */
export type AlignedSeries = {
  times: Float64Array;
  /** One per series. */
  values: PlotValue[][];
};

/** A hole this many steps wide is a gap in the line and no slow sample. */
const GAP_STEPS = 1.5;

/**
 * Puts series onto common times. Where a series has no point for longer than
 * its step, its line is broken: a straight line over a gap would claim values
 * that nobody measured.
 *
 * @param stepSeconds - distance of the points; without it nothing is a gap
 */
export function alignSeries(
  series: readonly PlotSeries[],
  stepSeconds = Infinity,
): AlignedSeries {
  const gap = stepSeconds * GAP_STEPS;
  const seen = new Set<number>();
  for (const { points } of series) {
    points.forEach(([at], index) => {
      seen.add(at);
      if (index > 0 && at - points[index - 1][0] > gap) {
        // A time of its own, as no other series may have one in the gap.
        seen.add(points[index - 1][0] + stepSeconds);
      }
    });
  }
  const times = Float64Array.from(seen).sort();
  return { times, values: series.map(({ points }) => column(points)) };

  function column(points: PlotSeries['points']): PlotValue[] {
    const values = new Array<PlotValue>(times.length).fill(undefined);
    let row = 0;
    points.forEach(([at, value], index) => {
      const broken = index > 0 && at - points[index - 1][0] > gap;
      for (; times[row] < at; row++) {
        if (broken) {
          values[row] = null;
        }
      }
      values[row] = Number.isFinite(value) ? value : null;
      row++;
    });
    return values;
  }
}

/**
 * Each layer on top of the ones before it; where a layer has no value it is as
 * high as the one below.
 */
export function stackValues(
  values: ReadonlyArray<readonly PlotValue[]>,
): number[][] {
  const height: number[] = [];
  return values.map(column =>
    column.map((value, row) => {
      height[row] = (height[row] ?? 0) + (value ?? 0);
      return height[row];
    }),
  );
}

/**
 * Index of the time that somebody means who points at `at`: the nearest one, of
 * bars the one whose bar is there. -1 where there are no times.
 */
export function indexAt(
  times: ArrayLike<number>,
  at: number,
  kind: PlotKind = 'line',
): number {
  let low = 0;
  let high = times.length - 1;
  if (high < 0 || at >= times[high]) {
    return high;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (times[middle] <= at) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return kind === 'bars' || at - times[low] <= times[high] - at ? low : high;
}
