import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, Dispatcher } from 'undici';
import { StoreConfig } from '../config';
import { createTlsConnector } from './createTlsConnector';
import { Deadline } from './Deadline';
import { StoreBreaker } from './StoreBreaker';
import { describeFailure, StoreFailure, unreachableError } from './storeErrors';

/** One try and two more: enough for a restarting proxy, not enough to pile up. */
const MAX_ATTEMPTS = 3;
const RETRY_BASE_MS = 100;

/** @internal */
export type StoreRequest = {
  /** Relative to the configured URL, without a leading slash; parts of it that are data come encoded. */
  path: string;
  /** `POST` (the default) sends `form` as the body, `GET` as the query of the URL. */
  method?: 'GET' | 'POST';
  form: URLSearchParams;
  /** What 404 means here; when left out, that the configured URL is wrong. */
  notFound?: () => Error;
  /** The answer has no end, so the server is told no limit. */
  live?: boolean;
  signal?: AbortSignal;
};

/**
 * Gets a request to a store and its answer's headers back: authentication, TLS,
 * retries, circuit breaker and error classes in one place.
 *
 * @remarks
 * All requests read and change nothing, so a second attempt is safe, but only
 * until the first byte of an answer went to the caller.
 *
 * @internal
 */
export class StoreTransport {
  readonly #name: string;
  readonly #config: StoreConfig;
  readonly #timeoutParameter?: string;
  readonly #dispatcher: Dispatcher;
  readonly #breaker: StoreBreaker;

  constructor(options: {
    name: string;
    config: StoreConfig;
    timeoutParameter?: string;
  }) {
    this.#name = options.name;
    this.#config = options.config;
    this.#timeoutParameter = options.timeoutParameter;
    this.#breaker = new StoreBreaker(options.name);
    this.#dispatcher = new Agent({
      // Deadlines are ours; a live answer may be silent for hours.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: options.config.tls && createTlsConnector(options.config.tls),
    });
  }

  /** An answer with status 200. */
  async send(request: StoreRequest, deadline: Deadline): Promise<Response> {
    const send = () => this.#sendWithin(request, deadline);
    // Silence of a live answer is no sign of anything, so it cannot be a probe.
    const outcome = request.live ? await send() : await this.#breaker.run(send);
    if (outcome instanceof Response) {
      return outcome;
    }
    throw outcome.error;
  }

  /** A missed deadline may be the question's fault, and a caller that left says nothing. */
  async #sendWithin(
    request: StoreRequest,
    deadline: Deadline,
  ): Promise<Response | StoreFailure> {
    const outcome = await this.#fetchWithRetries(request, deadline.signal);
    if (outcome instanceof Response || !deadline.signal.aborted) {
      return outcome;
    }
    if (deadline.callerLeft) {
      throw deadline.signal.reason;
    }
    return { ...outcome, error: deadline.signal.reason, unhealthy: false };
  }

  async #fetchWithRetries(
    request: StoreRequest,
    signal: AbortSignal,
  ): Promise<Response | StoreFailure> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#fetchOnce(request, signal);
      if (
        outcome instanceof Response ||
        !outcome.retryable ||
        attempt === MAX_ATTEMPTS
      ) {
        return outcome;
      }
      // Full jitter, so that many callers do not come back together.
      await sleep(Math.random() * RETRY_BASE_MS * 2 ** attempt, undefined, {
        signal,
      }).catch(() => {});
      if (signal.aborted) {
        return outcome;
      }
    }
  }

  async #fetchOnce(
    request: StoreRequest,
    signal: AbortSignal,
  ): Promise<Response | StoreFailure> {
    const url = new URL(request.path, this.#config.url);
    const form = this.#withTimeout(request);
    const method = request.method ?? 'POST';
    if (method === 'GET') {
      url.search = form.toString();
    }
    const init: RequestInit & { dispatcher: unknown } = {
      method,
      headers: this.#config.headers,
      body: method === 'POST' ? form : undefined,
      signal,
      // A redirect would take the credentials and the filters elsewhere.
      redirect: 'error',
      dispatcher: this.#dispatcher,
    };
    let response: Response;
    try {
      response = await fetch(url, init as RequestInit);
    } catch (error) {
      return {
        error: unreachableError(this.#name, error),
        retryable: !signal.aborted,
        unhealthy: true,
      };
    }
    if (response.status === 404 && request.notFound) {
      await response.body?.cancel();
      return {
        error: request.notFound(),
        retryable: false,
        unhealthy: false,
      };
    }
    return response.status === 200
      ? response
      : await describeFailure(this.#name, response);
  }

  #withTimeout({ form, live }: StoreRequest): URLSearchParams {
    const told = new URLSearchParams(form);
    if (this.#timeoutParameter && !live) {
      told.set(this.#timeoutParameter, `${this.#config.deadlineMs}ms`);
    }
    return told;
  }
}
