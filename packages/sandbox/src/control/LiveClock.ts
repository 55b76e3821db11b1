/** How often the world catches up with the wall clock. */
const TICK_MS = 1_000;

/** A time that was asked for and cannot be. */
export class ClockError extends Error {
  readonly name = 'ClockError';
}

/**
 * Moves the world's virtual time, one caller at a time.
 *
 * @remarks
 * Live, it follows the wall clock at a distance, the lag. The lag is time in hand:
 * moving the world ahead uses it up, and never goes beyond the wall clock, because the
 * product would not see telemetry of the future.
 */
export class LiveClock {
  readonly #now: () => number;
  readonly #advanceTo: (timeMs: number) => Promise<void>;
  readonly #onError: (error: unknown) => void;
  #lagMs: number | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #timer?: NodeJS.Timeout;
  #ticking = false;

  constructor(options: {
    now: () => number;
    advanceTo: (timeMs: number) => Promise<void>;
    /** Told when the world failed to follow; the clock has stopped then. */
    onError: (error: unknown) => void;
  }) {
    this.#now = options.now;
    this.#advanceTo = options.advanceTo;
    this.#onError = options.onError;
  }

  /** Undefined while nobody follows the wall clock. */
  get lagMs(): number | undefined {
    return this.#lagMs;
  }

  /** Follows the wall clock at a distance; a world that is further behind catches up. */
  start(lagMs: number): void {
    this.#lagMs = lagMs;
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#lagMs = undefined;
    await this.#queue.catch(() => {});
  }

  /** Runs the world forward to a time; resolves when it is there. */
  async advanceTo(timeMs: number): Promise<void> {
    await this.exclusive(async () => {
      if (timeMs < this.#now()) {
        throw new ClockError('The sandbox cannot go back in time');
      }
      if (this.#lagMs !== undefined) {
        if (timeMs > Date.now()) {
          throw new ClockError(
            'The sandbox cannot run ahead of the wall clock: start it with SANDBOX_LAG to have time in hand',
          );
        }
        this.#lagMs = Date.now() - timeMs;
      }
      await this.#advanceTo(timeMs);
    });
  }

  /** Runs something while the world stands still. */
  exclusive<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(task, task);
    this.#queue = turn.catch(() => {});
    return turn;
  }

  async #tick() {
    if (this.#ticking) {
      return;
    }
    this.#ticking = true;
    try {
      await this.exclusive(async () => {
        const target = Date.now() - (this.#lagMs ?? 0);
        if (this.#lagMs !== undefined && target > this.#now()) {
          await this.#advanceTo(target);
        }
      });
    } catch (error) {
      clearInterval(this.#timer);
      this.#onError(error);
    } finally {
      this.#ticking = false;
    }
  }
}
