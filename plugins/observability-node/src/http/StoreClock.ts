import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * How long a piece of work has waited for stores, all together.
 *
 * @remarks
 * Requests that run side by side count once. What is waited for here is an answer
 * of the store: neither a place in the queue before it nor what is done with the answer.
 *
 * @public
 */
export class StoreClock {
  static readonly #current = new AsyncLocalStorage<StoreClock>();
  #waiting = 0;
  #since = 0;
  #elapsed = 0;

  /** Everything that `work` asks of stores counts on this clock. */
  run<T>(work: () => T): T {
    return StoreClock.#current.run(this, work);
  }

  /** The clock of the work that is going on, if it has one. */
  static current(): StoreClock | undefined {
    return StoreClock.#current.getStore();
  }

  /** @returns the way to end the waiting; a second call changes nothing. */
  start(): () => void {
    if (this.#waiting++ === 0) {
      this.#since = performance.now();
    }
    let over = false;
    return () => {
      if (over) return;
      over = true;
      if (--this.#waiting === 0) {
        this.#elapsed += performance.now() - this.#since;
      }
    };
  }

  /** Milliseconds so far, without what is still waited for. */
  get elapsedMs(): number {
    return this.#elapsed;
  }
}
