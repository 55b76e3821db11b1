import { ServiceUnavailableError } from '@backstage/errors';
import { observabilityErrorReasons } from '@internal/plugin-observability-common';

type Waiting = { start: () => void };

/**
 * Shares the backend's capacity for questions to stores among people.
 *
 * @remarks
 * The stores have limits of their own, but they know no people: whoever asked
 * first would take them all. Here each person has so many questions under way, so
 * many that wait, and places that become free go round among the people who wait.
 *
 * @internal
 */
export class FairGate {
  readonly #total: number;
  readonly #perUser: number;
  readonly #waitingPerUser: number;
  readonly #running = new Map<string, number>();
  /** In the order in which people get their turn. */
  readonly #waiting = new Map<string, Waiting[]>();
  #allRunning = 0;

  constructor(options: {
    total: number;
    perUser: number;
    waitingPerUser: number;
  }) {
    this.#total = options.total;
    this.#perUser = options.perUser;
    this.#waitingPerUser = options.waitingPerUser;
  }

  /** Runs `work` once there is a place; leaves the queue when aborted. */
  async run<T>(
    user: string,
    signal: AbortSignal,
    work: () => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    if (!this.#hasPlaceFor(user)) {
      await this.#wait(user, signal);
    } else {
      this.#take(user);
    }
    try {
      return await work();
    } finally {
      this.#release(user);
    }
  }

  #hasPlaceFor(user: string): boolean {
    return (
      this.#allRunning < this.#total &&
      (this.#running.get(user) ?? 0) < this.#perUser
    );
  }

  #take(user: string) {
    this.#allRunning += 1;
    this.#running.set(user, (this.#running.get(user) ?? 0) + 1);
  }

  #release(user: string) {
    this.#allRunning -= 1;
    const rest = this.#running.get(user)! - 1;
    if (rest === 0) this.#running.delete(user);
    else this.#running.set(user, rest);
    this.#next();
  }

  #next() {
    for (const [user, queue] of this.#waiting) {
      if (this.#hasPlaceFor(user)) {
        // To the end of the round.
        this.#waiting.delete(user);
        const { start } = queue.shift()!;
        if (queue.length > 0) this.#waiting.set(user, queue);
        this.#take(user);
        start();
        return;
      }
    }
  }

  #wait(user: string, signal: AbortSignal): Promise<void> {
    const queue = this.#waiting.get(user) ?? [];
    if (queue.length >= this.#waitingPerUser) {
      throw Object.assign(
        new ServiceUnavailableError(
          'Too many of your queries are waiting already, try again when they are done',
        ),
        { reason: observabilityErrorReasons.tooManyQueries },
      );
    }
    return new Promise((resolve, reject) => {
      const entry: Waiting = { start: resolve };
      const onAbort = () => {
        const index = queue.indexOf(entry);
        if (index < 0) return;
        queue.splice(index, 1);
        if (queue.length === 0) this.#waiting.delete(user);
        reject(signal.reason);
      };
      entry.start = () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      queue.push(entry);
      this.#waiting.set(user, queue);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }
}
