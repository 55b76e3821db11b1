import type { Clock, World } from '../types';

/** How often the world catches up with the wall clock. */
const INTERVAL_MS = 1_000;

/** Options of {@link startLive}. */
export type LiveOptions = {
  realClock: Clock;
  /** How far behind the wall clock the world stays; default 0. */
  lagMs?: number;
  /** The world stands still after this was called. */
  onError: (error: unknown) => void;
};

/** A world that moves by itself. */
export interface LiveWorld {
  /** Changes the lag: smaller makes the world hurry, larger makes it wait. */
  setLag(lagMs: number): void;
  readonly lagMs: number;
  /** Ends it, when the step under way is done. */
  stop(): Promise<void>;
}

/** Lets a world follow the wall clock. It never runs backwards: ahead of its time it waits. */
export function startLive(world: World, options: LiveOptions): LiveWorld {
  let lagMs = options.lagMs ?? 0;
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    if (!running) {
      running = world
        .advanceTo(options.realClock.now() - lagMs)
        .catch(error => {
          clearInterval(timer);
          options.onError(error);
        })
        .finally(() => {
          running = undefined;
        });
    }
  }, INTERVAL_MS);
  return {
    setLag: value => {
      lagMs = value;
    },
    get lagMs() {
      return lagMs;
    },
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
