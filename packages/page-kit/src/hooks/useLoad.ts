import { toError } from '@backstage/errors';
import { useCallback, useEffect, useRef, useState } from 'react';

/** State of something that is being loaded; the last value stays while it is loaded again. */
export type Loaded<T> = {
  value?: T;
  error?: Error;
  loading: boolean;
  reload: () => void;
};

/**
 * Loads when `key` changes, aborts what is no longer wanted, and loads again
 * after `repeatMs(value)` while that returns a number.
 */
export function useLoad<T>(options: {
  /** What is loaded; another key forgets the value of the one before. */
  key: string;
  load: (signal: AbortSignal) => Promise<T>;
  /** Milliseconds until the next load, `undefined` for none. Errors are repeated as well. */
  repeatMs?: (value: T | undefined, error?: Error) => number | undefined;
}): Loaded<T> {
  const { key } = options;
  const latest = useRef(options);
  latest.current = options;
  const [state, setState] = useState<{
    key: string;
    value?: T;
    error?: Error;
    loading: boolean;
  }>({ key, loading: true });
  const [turn, setTurn] = useState(0);

  useEffect(() => {
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;

    const run = async () => {
      let value: T | undefined;
      let error: Error | undefined;
      try {
        value = await latest.current.load(controller.signal);
      } catch (cause) {
        error = toError(cause);
      }
      if (controller.signal.aborted) {
        return;
      }
      setState(before => ({
        key,
        // A failed refresh does not blank what is already on the screen.
        value: value ?? (before.key === key ? before.value : undefined),
        error,
        loading: false,
      }));
      const delay = latest.current.repeatMs?.(value, error);
      if (delay !== undefined) {
        timer = setTimeout(run, delay);
      }
    };

    setState(before =>
      before.key === key
        ? { ...before, loading: true }
        : { key, loading: true },
    );
    run();
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [key, turn]);

  const reload = useCallback(() => setTurn(t => t + 1), []);
  // During the first render after a change of key the state is still that of the old one.
  return state.key === key
    ? { value: state.value, error: state.error, loading: state.loading, reload }
    : { loading: true, reload };
}
