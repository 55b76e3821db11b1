import { createHash } from 'node:crypto';
import { Answer } from '../prompt/answer';
import { PROMPT_VERSION } from '../prompt/buildPrompt';

const MAX_ENTRIES = 500;

/**
 * Answers to the same question, still masked.
 *
 * @remarks
 * The key has the tenant in it because masks are those of a tenant, and so that
 * nobody finds out by the clock what another one asked.
 *
 * @internal
 */
export class AnswerCache {
  readonly #ttlMs: number;
  readonly #entries = new Map<string, { answer: Answer; until: number }>();

  constructor(options: { ttlMs: number }) {
    this.#ttlMs = options.ttlMs;
  }

  static keyOf(question: {
    tenant: string;
    model: string;
    content: string;
  }): string {
    const { tenant, model, content } = question;
    return createHash('sha256')
      .update(JSON.stringify([tenant, model, PROMPT_VERSION, content]))
      .digest('hex');
  }

  get(key: string): Answer | undefined {
    const entry = this.#entries.get(key);
    return entry && entry.until > Date.now() ? entry.answer : undefined;
  }

  set(key: string, answer: Answer): void {
    this.#entries.delete(key);
    this.#entries.set(key, { answer, until: Date.now() + this.#ttlMs });
    // Maps keep their order: the first is the oldest.
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MAX_ENTRIES) {
      this.#entries.delete(oldest);
    }
  }
}
