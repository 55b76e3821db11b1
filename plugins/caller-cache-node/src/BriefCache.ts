/**
 * Keeps answers for a short time, asks once for callers that come together, and
 * keeps no failures.
 */
export class BriefCache<T> {
  readonly #entries = new Map<string, { answer: Promise<T>; ends: number }>();
  readonly #ttlMs: number;
  readonly #maxEntries: number;

  constructor(options: { ttlMs: number; maxEntries: number }) {
    this.#ttlMs = options.ttlMs;
    this.#maxEntries = options.maxEntries;
  }

  get(key: string, load: () => Promise<T>): Promise<T> {
    // Not the time of day, which somebody may set back.
    const now = performance.now();
    const kept = this.#entries.get(key);
    if (kept && kept.ends > now) return kept.answer;

    this.#entries.delete(key);
    this.#makeRoom(now);
    const answer = load().catch(error => {
      if (this.#entries.get(key)?.answer === answer) this.#entries.delete(key);
      throw error;
    });
    // The time counts from the question: what is answered may be that old already.
    this.#entries.set(key, { answer, ends: now + this.#ttlMs });
    return answer;
  }

  /** All live equally long, so those that ended come first, and the oldest is the first. */
  #makeRoom(now: number): void {
    for (const [key, { ends }] of this.#entries) {
      if (ends > now && this.#entries.size < this.#maxEntries) return;
      this.#entries.delete(key);
    }
  }
}
