import { Window } from '@internal/plugin-observability-common';
import { useCallback, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import {
  DEFAULT_LAST,
  durationMs,
  MIN_WINDOW_MS,
  readWindow,
  toWindow,
} from '../lib/timeWindow';

/** Which time a page shows, and the ways to change it. */
export type TimeWindow = {
  /** The same object until something changes. */
  window: Window;
  /** `1h` where the window ends now; absent where both ends are fixed. */
  last?: string;
  setLast: (last: string) => void;
  /** Brushed or typed; a window that is too short is made longer around its middle. */
  setExact: (window: Window) => void;
  /** Moves a relative window to now, and has everything read again. */
  refresh: () => void;
  /** Changes with every refresh: part of the keys of what is loaded. */
  turn: number;
};

/**
 * The time of a page, kept in its address (`?last=6h` or `?from=…&to=…`), so
 * that a link shows what its sender saw and the browser's Back undoes a zoom.
 */
export function useTimeWindow(): TimeWindow {
  const [search, setSearch] = useSearchParams();
  const [{ now, turn }, setMoment] = useState(() => ({
    now: Date.now(),
    turn: 0,
  }));
  const from = search.get('from');
  const to = search.get('to');
  const wanted = search.get('last') ?? DEFAULT_LAST;

  const { window, last } = useMemo(() => {
    const exact = readWindow(from, to);
    if (exact) {
      return { window: exact, last: undefined };
    }
    const known = durationMs(wanted) ? wanted : DEFAULT_LAST;
    return {
      window: toWindow(now - durationMs(known)!, now),
      last: known,
    };
  }, [from, to, wanted, now]);

  const refresh = useCallback(
    () => setMoment(before => ({ now: Date.now(), turn: before.turn + 1 })),
    [],
  );
  const setLast = useCallback(
    (value: string) => {
      setSearch(before => {
        const after = new URLSearchParams(before);
        after.delete('from');
        after.delete('to');
        after.set('last', value);
        return after;
      });
      refresh();
    },
    [setSearch, refresh],
  );
  const setExact = useCallback(
    (value: Window) => {
      const start = Date.parse(value.from);
      const end = Date.parse(value.to);
      const missing = Math.max(0, MIN_WINDOW_MS - (end - start)) / 2;
      const exact = toWindow(start - missing, end + missing);
      setSearch(before => {
        const after = new URLSearchParams(before);
        after.delete('last');
        after.set('from', exact.from);
        after.set('to', exact.to);
        return after;
      });
    },
    [setSearch],
  );

  return { window, last, setLast, setExact, refresh, turn };
}
