import { ServiceUnavailableError } from '@backstage/errors';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreConfig } from '../config';
import { ConcurrencyGate } from './ConcurrencyGate';
import { Deadline } from './Deadline';
import { cutAnswerError, describeFailure } from './storeErrors';

/** One try and two more: enough for a restarting proxy, not enough to pile up. */
const MAX_ATTEMPTS = 3;
const RETRY_BASE_MS = 100;
/** A JSON answer is parsed as a whole, so it has to fit. */
const MAX_JSON_BYTES = 64 * 1024 * 1024;

/** @internal */
export type StoreRequest = {
  /** Relative to the configured URL, without a leading slash. */
  path: string;
  form: URLSearchParams;
  signal?: AbortSignal;
};

/**
 * Sends read-only queries to one store: authentication, deadline, concurrency,
 * retries and error classes in one place.
 *
 * @remarks
 * All requests are form POSTs that change nothing, so a second attempt is safe,
 * but only until the first byte of an answer went to the caller. The deadline
 * covers waiting for a slot, every attempt, and reading the body. The server is
 * told the same limit, and leaving early closes its connection.
 *
 * @internal
 */
export class StoreClient {
  readonly #name: string;
  readonly #config: StoreConfig;
  readonly #gate: ConcurrencyGate;

  constructor(options: { name: string; config: StoreConfig }) {
    this.#name = options.name;
    this.#config = options.config;
    this.#gate = new ConcurrencyGate({
      name: options.name,
      maxConcurrency: options.config.maxConcurrency,
      maxQueue: options.config.maxQueue,
    });
  }

  /** How the store is called in messages, e.g. `VictoriaLogs of cluster 'x'`. */
  get name(): string {
    return this.#name;
  }

  /** The body as it arrives. Leaving the loop early cancels the query at the server. */
  async *chunks(request: StoreRequest): AsyncGenerator<Uint8Array> {
    const deadline = new Deadline({
      name: this.#name,
      ms: this.#config.deadlineMs,
      caller: request.signal,
    });
    let release: (() => void) | undefined;
    try {
      release = await this.#gate.acquire(deadline.signal);
      const response = await this.#fetchWithRetries(request, deadline.signal);
      try {
        for await (const chunk of response.body ?? []) {
          yield chunk;
        }
      } catch (error) {
        throw cutAnswerError(this.#name, error);
      }
    } catch (error) {
      throw deadline.explain(error);
    } finally {
      deadline.dispose();
      release?.();
    }
  }

  /** The whole answer as JSON. */
  async json(request: StoreRequest): Promise<unknown> {
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of this.chunks(request)) {
      bytes += chunk.byteLength;
      if (bytes > MAX_JSON_BYTES) {
        throw new ServiceUnavailableError(
          `${
            this.#name
          } answered with more than ${MAX_JSON_BYTES} bytes, narrow the query`,
        );
      }
      parts.push(chunk);
    }
    try {
      return JSON.parse(Buffer.concat(parts).toString('utf8'));
    } catch (error) {
      throw cutAnswerError(this.#name, error);
    }
  }

  async #fetchWithRetries(
    request: StoreRequest,
    signal: AbortSignal,
  ): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#fetchOnce(request, signal);
      if (outcome instanceof Response) {
        return outcome;
      }
      if (!outcome.retryable || attempt === MAX_ATTEMPTS || signal.aborted) {
        throw outcome.error;
      }
      // Full jitter, so that many callers do not come back together.
      await sleep(Math.random() * RETRY_BASE_MS * 2 ** attempt, undefined, {
        signal,
      });
    }
  }

  async #fetchOnce(request: StoreRequest, signal: AbortSignal) {
    let response: Response;
    try {
      response = await fetch(new URL(request.path, this.#config.url), {
        method: 'POST',
        headers: this.#config.headers,
        body: withTimeout(request.form, this.#config.deadlineMs),
        signal,
        // A redirect would take the credentials and the filters elsewhere.
        redirect: 'error',
      });
    } catch (error) {
      return {
        error: new ServiceUnavailableError(
          `${this.#name} is not reachable`,
          error instanceof Error ? error : undefined,
        ),
        retryable: true,
      };
    }
    return response.status === 200
      ? response
      : await describeFailure(this.#name, response);
  }
}

function withTimeout(form: URLSearchParams, deadlineMs: number) {
  const body = new URLSearchParams(form);
  body.set('timeout', `${deadlineMs}ms`);
  return body;
}
