import {
  AnomalyState,
  ListAnomaliesQuery,
} from '@internal/plugin-observability-common';
import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

/** What is looked for; what ended is history, so it has to be asked for. */
export type AnomalyFilter = {
  query: ListAnomaliesQuery;
  state: AnomalyState | 'all';
  filtered: boolean;
  set: (name: string, value: string | undefined) => void;
  clear: () => void;
};

const NAMES = ['state', 'signal', 'place', 'muted'] as const;

/** Keeps the filter in the address, so that a link shows what its sender saw. */
export function useAnomalyFilter(): AnomalyFilter {
  const [search, setSearch] = useSearchParams();
  const wanted = search.get('state');
  const state = wanted === 'ended' || wanted === 'all' ? wanted : 'open';
  const signal = (['metric', 'log'] as const).find(
    name => name === search.get('signal'),
  );
  const [cluster, namespace] = (search.get('place') ?? '').split('/');
  const muted = search.get('muted') === 'shown';
  const change = useCallback(
    (values: Record<string, string | undefined>) =>
      setSearch(before => {
        const after = new URLSearchParams(before);
        for (const [key, value] of Object.entries(values)) {
          if (value === undefined) {
            after.delete(key);
          } else {
            after.set(key, value);
          }
        }
        return after;
      }),
    [setSearch],
  );
  return {
    query: {
      ...(state !== 'all' && { state }),
      ...(signal && { signal }),
      ...(cluster && namespace && { cluster, namespace }),
      ...(muted && { muted }),
    },
    state,
    filtered: NAMES.some(name => search.has(name)),
    set: (name, value) => change({ [name]: value }),
    clear: () =>
      change(Object.fromEntries(NAMES.map(name => [name, undefined]))),
  };
}
