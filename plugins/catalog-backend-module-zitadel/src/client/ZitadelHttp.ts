import {
  AuthenticationError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { setTimeout as sleep } from 'node:timers/promises';
import { ZitadelCredentials } from '../config';
import { AccessToken } from './AccessToken';

/** One try and two more: enough for a restarting proxy, not enough to pile up. */
const MAX_ATTEMPTS = 3;
const RETRY_BASE_MS = 500;
/** What a server may make us wait by `retry-after`. */
const MAX_RETRY_AFTER_MS = 30_000;
/** A page of a thousand users has less than a quarter of it. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
/** How much of ZITADEL's own message goes into ours, in characters. */
const MAX_MESSAGE_LENGTH = 200;
const RETRYABLE = new Set([408, 429, 500, 502, 503, 504]);

type Request = {
  path: string;
  headers: Record<string, string>;
  body: string;
  signal: AbortSignal;
};

/**
 * Posts to ZITADEL with the service user's token. All that is posted are searches,
 * so they can be sent again; each attempt has a deadline, and the caller's signal
 * ends them all.
 */
export class ZitadelHttp {
  readonly #issuer: string;
  readonly #timeoutMs: number;
  readonly #retryBaseMs: number;
  readonly #token: AccessToken;

  constructor(options: {
    issuer: string;
    credentials: ZitadelCredentials;
    timeoutMs: number;
    /** For tests that cannot wait. */
    retryBaseMs?: number;
  }) {
    this.#issuer = options.issuer;
    this.#timeoutMs = options.timeoutMs;
    this.#retryBaseMs = options.retryBaseMs ?? RETRY_BASE_MS;
    this.#token = new AccessToken({
      issuer: options.issuer,
      credentials: options.credentials,
      postForm: async (path, form, signal) =>
        this.#send({
          path,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: form.toString(),
          signal,
        }),
    });
  }

  /** Posts JSON and returns the answer's JSON. */
  async post(
    path: string,
    body: object,
    options: { signal: AbortSignal; headers?: Record<string, string> },
  ): Promise<unknown> {
    const send = async () =>
      this.#send({
        path,
        headers: {
          ...options.headers,
          authorization: `Bearer ${await this.#token.get(options.signal)}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
        signal: options.signal,
      });
    try {
      return await send();
    } catch (error) {
      if (error instanceof AuthenticationError && this.#token.isRenewable) {
        this.#token.drop();
        return send();
      }
      throw error;
    }
  }

  async #send(request: Request): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#sendOnce(request);
      if ('answer' in outcome) {
        return outcome.answer;
      }
      request.signal.throwIfAborted();
      if (outcome.retryAfterMs === undefined || attempt === MAX_ATTEMPTS) {
        throw outcome.error;
      }
      // Full jitter, so that many callers do not come back together.
      const backOffMs = Math.random() * this.#retryBaseMs * 2 ** attempt;
      await sleep(Math.max(backOffMs, outcome.retryAfterMs), undefined, {
        signal: request.signal,
      });
    }
  }

  async #sendOnce({
    path,
    headers,
    body,
    signal,
  }: Request): Promise<
    { answer: unknown } | { error: Error; retryAfterMs?: number }
  > {
    const url = `${this.#issuer.replace(/\/+$/, '')}/${path}`;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { accept: 'application/json', ...headers },
        body,
        signal: AbortSignal.any([signal, AbortSignal.timeout(this.#timeoutMs)]),
        // A redirect would take the token elsewhere.
        redirect: 'error',
      });
      const text = await readText(response);
      if (response.ok) {
        return { answer: parse(text, path) };
      }
      return {
        error: toStatusError(response.status, path, text),
        ...(RETRYABLE.has(response.status) && {
          retryAfterMs: readRetryAfter(response),
        }),
      };
    } catch (error) {
      if (error instanceof ServiceUnavailableError) {
        return { error };
      }
      return {
        error: new ServiceUnavailableError(
          `ZITADEL does not answer at ${path}`,
          error instanceof Error ? error : undefined,
        ),
        retryAfterMs: 0,
      };
    }
  }
}

async function readText(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.byteLength;
    if (bytes > MAX_ANSWER_BYTES) {
      throw new ServiceUnavailableError(
        `ZITADEL answered with more than ${MAX_ANSWER_BYTES} bytes`,
      );
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ServiceUnavailableError(`ZITADEL answered no JSON at ${path}`);
  }
}

function toStatusError(status: number, path: string, text: string): Error {
  let said: unknown;
  try {
    said = JSON.parse(text)?.message ?? JSON.parse(text)?.error;
  } catch {
    said = undefined;
  }
  const message = `ZITADEL answered ${status} at ${path}${
    typeof said === 'string'
      ? `: ${JSON.stringify(said.slice(0, MAX_MESSAGE_LENGTH))}`
      : ''
  }`;
  if (status === 401) return new AuthenticationError(message);
  if (status === 403) return new NotAllowedError(message);
  return new ServiceUnavailableError(message);
}

function readRetryAfter(response: Response): number {
  const seconds = Number(response.headers.get('retry-after'));
  return seconds > 0 ? Math.min(seconds * 1000, MAX_RETRY_AFTER_MS) : 0;
}
