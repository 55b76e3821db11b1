/** Attempts per batch before the push counts as failed. */
const MAX_ATTEMPTS = 5;
/** Wait before the second attempt; it doubles with each further one. */
const FIRST_RETRY_MS = 200;
/** How long one attempt may take. */
const REQUEST_TIMEOUT_MS = 30_000;
/** How long a batch that is not full waits for more. */
const LINGER_MS = 1_000;

/** Options of {@link PushQueue}. */
export interface PushQueueOptions {
  /** Names the destination in errors. */
  name: string;
  /** The insert endpoint with its arguments. */
  url: string;
  contentType: string;
  /** The only status that means success. */
  successStatus: number;
  /** Lines per request. */
  batchLines: number;
  /** Lines that may wait; one more is an error. */
  maxLines: number;
  /** Hears of failures at once; they are thrown by the next call as well. */
  onError?: (error: Error) => void;
}

/**
 * Sends text lines to an insert endpoint in batches, in order, one at a time.
 *
 * @remarks
 * Adding is synchronous, so back-pressure is the caller's: await {@link flush}
 * between bursts. A full queue and a failed push throw; nothing is dropped in silence.
 */
export class PushQueue {
  readonly #options: PushQueueOptions;
  #lines: string[] = [];
  #sending: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failure: Error | undefined;

  constructor(options: PushQueueOptions) {
    this.#options = options;
  }

  add(line: string): void {
    this.#throwFailure();
    if (this.#lines.length >= this.#options.maxLines) {
      throw new Error(
        `${this.#options.name}: ${
          this.#lines.length
        } lines wait to be sent; call flush() between bursts`,
      );
    }
    this.#lines.push(line);
    if (this.#lines.length >= this.#options.batchLines) {
      this.#start();
    } else if (!this.#timer && !this.#sending) {
      this.#timer = setTimeout(() => this.#start(), LINGER_MS);
      this.#timer.unref();
    }
  }

  /** Resolves once everything added so far has been accepted. */
  async flush(): Promise<void> {
    while (this.#lines.length > 0 || this.#sending) {
      this.#start();
      await this.#sending;
      this.#throwFailure();
    }
    this.#throwFailure();
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sending ??= this.#drain().finally(() => (this.#sending = undefined));
  }

  async #drain(): Promise<void> {
    try {
      while (this.#lines.length > 0 && !this.#failure) {
        await this.#send(this.#lines.splice(0, this.#options.batchLines));
      }
    } catch (error) {
      this.#failure = error as Error;
      this.#options.onError?.(this.#failure);
    }
  }

  async #send(lines: string[]): Promise<void> {
    const { name, url, contentType, successStatus } = this.#options;
    const body = lines.join('');
    for (let attempt = 1; ; attempt++) {
      let problem: string;
      let retryable = true;
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'Content-Type': contentType },
          body,
          signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
        });
        const text = await response.text();
        if (response.status === successStatus) return;
        problem = `${response.status} ${text.slice(0, 500)}`;
        retryable = response.status >= 500 || response.status === 429;
      } catch (error) {
        problem = describe(error);
      }
      if (!retryable || attempt >= MAX_ATTEMPTS) {
        throw new Error(
          `${name} did not take ${lines.length} lines at ${
            new URL(url).origin
          } after ${attempt} attempts: ${problem}`,
        );
      }
      await new Promise(done =>
        setTimeout(done, FIRST_RETRY_MS * 2 ** (attempt - 1)),
      );
    }
  }

  /** A failure is told once; afterwards the queue works again. */
  #throwFailure(): void {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure) throw failure;
  }
}

/** How long a server without force_flush may take to show what was inserted. */
const VISIBLE_AFTER_MS = 2_500;

/** Makes what was inserted visible to queries; waits where the server is too old to be told. */
export async function forceFlush(baseUrl: string): Promise<void> {
  const response = await fetch(`${baseUrl}/internal/force_flush`, {
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
  });
  await response.arrayBuffer();
  if (response.status === 400) {
    await new Promise(done => setTimeout(done, VISIBLE_AFTER_MS));
  } else if (!response.ok) {
    throw new Error(`force_flush at ${baseUrl} answered ${response.status}`);
  }
}

function describe(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
