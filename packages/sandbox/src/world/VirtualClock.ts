import type { Clock } from '../types';

/**
 * The time of a simulated world: it stands still until somebody moves it.
 * The store, the API and the world of one sandbox share one.
 */
export class VirtualClock implements Clock {
  #nowMs: number;

  constructor(startTimeMs: number) {
    this.#nowMs = startTimeMs;
  }

  now(): number {
    return this.#nowMs;
  }

  /** Only the world that owns the clock calls this. */
  set(timeMs: number): void {
    this.#nowMs = timeMs;
  }
}
