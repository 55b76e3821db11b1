import { LogFilter } from '@internal/plugin-observability-common';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import {
  LogChip,
  readChips,
  toLogFilter,
  withChips,
  withoutChip,
  writeChips,
} from '../../lib/logChips';

/** The ways to look at logs. */
export const logViews = ['patterns', 'lines', 'live'] as const;
export type LogViewName = (typeof logViews)[number];

/** What the reader asked of the logs, all of it from the address. */
export type LogState = {
  view: LogViewName;
  setView: (view: LogViewName) => void;
  chips: readonly LogChip[];
  addChips: (added: readonly LogChip[]) => void;
  removeChip: (chip: LogChip) => void;
  clearChips: () => void;
  /** What is sent: the chips, or the text that the reader edited in their place. */
  ask: { filter?: LogFilter; query?: string };
  /** Nothing goes back to the chips. */
  setQuery: (query: string | undefined) => void;
};

/**
 * Keeps view, chips and edited query in the address, so that a link shows what
 * its sender saw and Back undoes the last filter.
 */
export function useLogState(): LogState {
  const [search, setSearch] = useSearchParams();
  const view = logViews.find(name => name === search.get('view')) ?? 'patterns';
  const chips = useMemo(() => readChips(search), [search]);
  const query = search.get('q') ?? undefined;
  const ask = useMemo(
    () => (query === undefined ? { filter: toLogFilter(chips) } : { query }),
    [chips, query],
  );

  const setChips = useCallback(
    (change: (before: LogChip[]) => LogChip[]) =>
      setSearch(before => writeChips(before, change(readChips(before)))),
    [setSearch],
  );
  const setParameter = useCallback(
    (name: string, value: string | undefined) =>
      setSearch(before => {
        const after = new URLSearchParams(before);
        if (value === undefined) {
          after.delete(name);
        } else {
          after.set(name, value);
        }
        return after;
      }),
    [setSearch],
  );

  return {
    view,
    setView: useCallback(
      name => setParameter('view', name === 'patterns' ? undefined : name),
      [setParameter],
    ),
    chips,
    addChips: useCallback(
      added => setChips(before => withChips(before, added)),
      [setChips],
    ),
    removeChip: useCallback(
      chip => setChips(before => withoutChip(before, chip)),
      [setChips],
    ),
    clearChips: useCallback(() => setChips(() => []), [setChips]),
    ask,
    setQuery: useCallback(
      value => setParameter('q', value || undefined),
      [setParameter],
    ),
  };
}
