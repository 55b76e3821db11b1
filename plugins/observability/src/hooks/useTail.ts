import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import { LogLine, LogsRequest } from '@internal/plugin-observability-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { observabilityApiRef } from '../api';

/** Lines that are kept; older ones make place. */
export const MAX_TAIL_LINES = 1_000;
/** Lines come in faster than a page should be drawn. */
const DRAW_INTERVAL_MS = 250;
/** The backend says every 15 s that it is there. */
const SILENCE_LIMIT_MS = 40_000;

/** How a live view is doing. */
export type TailState =
  | { kind: 'connecting' }
  | { kind: 'live' }
  | { kind: 'ended'; reason: string }
  | { kind: 'failed'; error: Error };

/** Lines as they are written. */
export type Tail = {
  state: TailState;
  /** Oldest first. */
  lines: readonly LogLine[];
  /** Left out by the backend because there were too many. */
  dropped: number;
  paused: boolean;
  /** Came in since the reader paused, as far as they are kept. */
  waiting: number;
  setPaused: (paused: boolean) => void;
  clear: () => void;
  restart: () => void;
};

const NOTHING = { lines: [], waiting: [], dropped: 0 };

/** Follows the logs until the component goes away or the stream ends. */
export function useTail(request: LogsRequest): Tail {
  const api = useApi(observabilityApiRef);
  const key = JSON.stringify(request);
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<TailState>({ kind: 'connecting' });
  const [paused, setPausedState] = useState(false);
  const [shown, setShown] = useState<{
    lines: LogLine[];
    waiting: LogLine[];
    dropped: number;
  }>(NOTHING);
  const pausedNow = useRef(false);

  useEffect(() => {
    const controller = new AbortController();
    let incoming: LogLine[] = [];
    let dropped = 0;
    let heardAt = Date.now();
    setState({ kind: 'connecting' });
    setShown(NOTHING);

    const draw = () => {
      const added = incoming;
      const left = dropped;
      incoming = [];
      dropped = 0;
      if (added.length > 0 || left > 0) {
        setShown(before => ({
          dropped: before.dropped + left,
          ...(pausedNow.current
            ? {
                lines: before.lines,
                waiting: [...before.waiting, ...added].slice(-MAX_TAIL_LINES),
              }
            : {
                lines: [...before.lines, ...added].slice(-MAX_TAIL_LINES),
                waiting: [],
              }),
        }));
      }
    };
    const timer = setInterval(() => {
      draw();
      if (Date.now() - heardAt > SILENCE_LIMIT_MS) {
        finish({
          kind: 'failed',
          error: new Error('Nothing was heard of the portal for a while.'),
        });
      }
    }, DRAW_INTERVAL_MS);

    function finish(result: TailState) {
      if (!controller.signal.aborted) {
        draw();
        setState(result);
      }
      clearInterval(timer);
      controller.abort();
    }

    const follow = async () => {
      try {
        for await (const event of api.tailLogs(JSON.parse(key), {
          signal: controller.signal,
        })) {
          if (controller.signal.aborted) {
            return;
          }
          heardAt = Date.now();
          setState(before =>
            before.kind === 'connecting' ? { kind: 'live' } : before,
          );
          if (event.kind === 'line') {
            incoming.push(event.line);
            // A page in the background is not drawn, and must not grow meanwhile.
            incoming = incoming.slice(-MAX_TAIL_LINES);
          } else if (event.kind === 'dropped') {
            dropped += event.count;
          } else if (event.kind === 'ended') {
            finish(event);
            return;
          }
        }
        finish({
          kind: 'failed',
          error: new Error('The connection to the portal was lost.'),
        });
      } catch (error) {
        finish({ kind: 'failed', error: toError(error) });
      }
    };
    follow();
    return () => {
      clearInterval(timer);
      controller.abort();
    };
  }, [api, key, turn]);

  const setPaused = useCallback((value: boolean) => {
    pausedNow.current = value;
    setPausedState(value);
    if (!value) {
      setShown(before => ({
        ...before,
        lines: [...before.lines, ...before.waiting].slice(-MAX_TAIL_LINES),
        waiting: [],
      }));
    }
  }, []);

  return {
    state,
    lines: shown.lines,
    dropped: shown.dropped,
    paused,
    waiting: shown.waiting.length,
    setPaused,
    clear: useCallback(() => setShown(NOTHING), []),
    restart: useCallback(() => setTurn(before => before + 1), []),
  };
}
