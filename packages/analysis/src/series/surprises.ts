import { RollingMean } from './RollingMean';
import { SortedWindow } from './SortedWindow';

/** A way for a value to be unusual, in units of its own; larger is stranger, never negative. */
export type Surprise = (value: number) => number;

/** Earlier periods that say what is usual at this time of the period. */
const PERIODS = 3;
const MAX_PERIOD_ROWS = 8_640;

/** Distance to the row before. */
export function step(): Surprise {
  let last: number | undefined;
  return value => {
    const surprise = Math.abs(value - (last ?? value));
    last = value;
    return surprise;
  };
}

/** Distance of the mean of some rows from the mean of more rows before them. */
export function levelShift(recentRows: number, pastRows: number): Surprise {
  const recent = new RollingMean(recentRows);
  const past = new RollingMean(pastRows);
  return value => {
    const gone = recent.add(value);
    if (gone !== undefined) {
      past.add(gone);
    }
    return past.count === 0 ? 0 : Math.abs(recent.mean - past.mean);
  };
}

/** Distance to the nearest value ever seen (of as many as are kept). */
export function novelty(keptRows: number): Surprise {
  const seen = new SortedWindow(keptRows);
  return value => {
    const surprise = seen.distanceTo(value);
    seen.add(value);
    return surprise;
  };
}

/** Deviation of the latest rows. */
export function spread(rows: number): Surprise {
  const recent = new RollingMean(rows);
  return value => {
    recent.add(value);
    return recent.deviation;
  };
}

/** Distance of the latest rows from what is usual at this time of the period. */
export function seasonal(periodRows: number, recentRows: number): Surprise {
  if (periodRows < 2 || periodRows > MAX_PERIOD_ROWS) {
    return () => 0;
  }
  const kept = new Float64Array(PERIODS * periodRows);
  const errors = new RollingMean(recentRows);
  let row = 0;
  return value => {
    const earlier: number[] = [];
    for (let back = 1; back <= PERIODS && row >= back * periodRows; back++) {
      earlier.push(kept[(row - back * periodRows) % kept.length]);
    }
    kept[row % kept.length] = value;
    row++;
    if (earlier.length === 0) {
      return 0;
    }
    earlier.sort((a, b) => a - b);
    errors.add(value - earlier[earlier.length >> 1]);
    return errors.isFull ? Math.abs(errors.mean) : 0;
  };
}
