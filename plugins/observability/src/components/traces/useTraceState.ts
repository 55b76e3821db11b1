import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

/** Shortest durations to choose from, in milliseconds. */
export const MIN_DURATIONS = [100, 500, 1_000, 5_000];

const NAMES = { operation: 'op', minDuration: 'min', trace: 'trace' } as const;
type Name = keyof typeof NAMES;

/** What the reader asked of the traces, all of it from the address. */
export type TraceState = {
  operation?: string;
  /** Milliseconds. */
  minDuration?: number;
  onlyErrors: boolean;
  /** The trace that is open. */
  traceId?: string;
  set: (name: Name, value: string | undefined) => void;
  setOnlyErrors: (only: boolean) => void;
  /** Everything but the open trace. */
  clear: () => void;
};

/** Keeps the filter and the open trace in the address, so that a link shows what its sender saw. */
export function useTraceState(): TraceState {
  const [search, setSearch] = useSearchParams();
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
  return useMemo(() => {
    const minDuration = Number(search.get(NAMES.minDuration));
    return {
      operation: search.get(NAMES.operation) || undefined,
      minDuration: MIN_DURATIONS.includes(minDuration)
        ? minDuration
        : undefined,
      onlyErrors: search.get('errors') === 'only',
      traceId: search.get(NAMES.trace) || undefined,
      set: (name, value) => change({ [NAMES[name]]: value }),
      setOnlyErrors: only => change({ errors: only ? 'only' : undefined }),
      clear: () => change({ op: undefined, min: undefined, errors: undefined }),
    };
  }, [search, change]);
}
