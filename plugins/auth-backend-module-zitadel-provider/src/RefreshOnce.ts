/** How long a token that was exchanged still answers with what it was exchanged for. */
const GRACE_MS = 10_000;
/** Exchanges that are remembered; beyond them the oldest is forgotten. */
const MAX_REMEMBERED = 10_000;

/**
 * Exchanges each refresh token once, however many tabs ask at the same time.
 *
 * @remarks
 * ZITADEL gives out a new refresh token at each refresh and takes the old one for
 * stolen. Two tabs that wake up together both send the old one, so the second has
 * to get what the first one got. A token that the provider did not replace is
 * exchanged again the next time, as roles may have changed. Replicas do not know
 * of each other: two tabs at two of them may still have to sign in again.
 */
export class RefreshOnce<T> {
  readonly #running = new Map<string, Promise<T>>();

  /**
   * @param exchange - exchanges the token
   * @param isReplaced - whether the token is of no use any more
   */
  async run(
    token: string,
    exchange: () => Promise<T>,
    isReplaced: (result: T) => boolean,
  ): Promise<T> {
    const known = this.#running.get(token);
    if (known) return known;
    const running = exchange();
    this.#running.set(token, running);
    if (this.#running.size > MAX_REMEMBERED) {
      const [oldest] = this.#running.keys();
      this.#running.delete(oldest);
    }
    const forget = () => {
      if (this.#running.get(token) === running) this.#running.delete(token);
    };
    try {
      const result = await running;
      if (isReplaced(result)) setTimeout(forget, GRACE_MS).unref();
      else forget();
      return result;
    } catch (error) {
      forget();
      throw error;
    }
  }
}
