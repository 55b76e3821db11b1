/** Keys that are remembered; beyond them the oldest is forgotten. */
const MAX_KEYS = 10_000;

/**
 * Counts failed attempts by key in a sliding way: each key may fail so often in a window.
 *
 * @remarks
 * It counts in the memory of one process: with n replicas a guesser has n times
 * as many attempts, which is still few. A key that is locked stays locked until
 * its window ends; attempts in between neither count nor prolong it, so that
 * nobody can be kept out for ever by somebody else's guesses.
 *
 * @public
 */
export class AttemptLimiter {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #now: () => number;
  readonly #failures = new Map<string, { count: number; since: number }>();

  constructor(options: {
    limit: number;
    windowMs: number;
    /** For tests. */
    now?: () => number;
  }) {
    this.#limit = options.limit;
    this.#windowMs = options.windowMs;
    this.#now = options.now ?? Date.now;
  }

  /** Milliseconds until the next attempt may be made; zero when it may be made now. */
  waitMs(key: string): number {
    const entry = this.#failures.get(key);
    if (!entry || entry.count < this.#limit) return 0;
    return Math.max(0, entry.since + this.#windowMs - this.#now());
  }

  /** Counts an attempt, before it is made; {@link AttemptLimiter.clear} takes it back. */
  count(key: string): void {
    const now = this.#now();
    const entry = this.#failures.get(key);
    if (entry && now - entry.since < this.#windowMs) {
      entry.count += 1;
      return;
    }
    this.#failures.delete(key);
    if (this.#failures.size >= MAX_KEYS) {
      const [oldest] = this.#failures.keys();
      this.#failures.delete(oldest);
    }
    this.#failures.set(key, { count: 1, since: now });
  }

  /** Forgets a key, after a success. */
  clear(key: string): void {
    this.#failures.delete(key);
  }
}
