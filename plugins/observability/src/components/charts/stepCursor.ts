import { indexAt } from './alignSeries';
import { TimeRange } from './types';

/** Page Up and Page Down cross a chart in this many presses. */
const PAGES = 10;

/**
 * Where a key takes the cursor of a chart, and what it selects on the way.
 *
 * @param options - `row` is where the cursor is, -1 for nowhere; `extend` where Shift is held
 * @returns nothing for keys that do not move it
 */
export function stepCursor(options: {
  key: string;
  extend: boolean;
  times: ArrayLike<number>;
  row: number;
  selection?: TimeRange;
}): { at: number; selection?: TimeRange } | undefined {
  const { key, extend, times, row, selection } = options;
  const last = times.length - 1;
  const page = Math.max(1, Math.round(times.length / PAGES));
  // The first press goes to the newest values: these are what one looks for.
  const targets: Record<string, number> = {
    ArrowLeft: row < 0 ? last : row - 1,
    ArrowDown: row < 0 ? last : row - 1,
    ArrowRight: row < 0 ? last : row + 1,
    ArrowUp: row < 0 ? last : row + 1,
    PageDown: row < 0 ? last : row - page,
    PageUp: row < 0 ? last : row + page,
    Home: 0,
    End: last,
  };
  if (!(key in targets) || last < 0) {
    return undefined;
  }
  const at = times[Math.min(Math.max(targets[key], 0), last)];
  if (!extend) {
    return { at };
  }
  const from = row < 0 ? at : times[row];
  // The end that does not move: the one that the cursor was not on.
  const anchor = selection
    ? selection[indexAt(selection, from) === 0 ? 1 : 0]
    : from;
  return {
    at,
    selection:
      anchor === at ? undefined : [Math.min(anchor, at), Math.max(anchor, at)],
  };
}
