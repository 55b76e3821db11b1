import type { CallDefinition } from '../definition';
import type { Ending, PodRoute } from '../traffic/types';

/** One request that a pod served, with the calls that it made meanwhile. */
export type ServedRequest = {
  podRoute: PodRoute;
  ending: Ending;
  durationMs: number;
  calls: MadeCall[];
  /** What stands for `#` in its path. */
  variable: number;
};

/** A call as the caller saw it. */
export type MadeCall = {
  call: CallDefinition;
  ending: Ending;
  /** After the start of the caller's request. */
  offsetMs: number;
  durationMs: number;
  variable: number;
  /** Absent when nobody took the request. */
  served?: { request: ServedRequest; offsetMs: number };
};
