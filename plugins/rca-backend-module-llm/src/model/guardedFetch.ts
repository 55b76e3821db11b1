/** Many times the longest answer that is asked for. */
const MAX_ANSWER_BYTES = 1024 * 1024;
const MAX_RETRY_AFTER_MS = 60 * 60 * 1_000;

/** What the server said of one request, whatever the libraries make of it. @internal */
export type Seen = { status?: number; retryAfterMs?: number };

/**
 * `fetch` that goes to the configured server only, follows no redirect and reads
 * a bounded answer.
 * @internal
 */
export function guardedFetch(options: {
  baseUrl: string;
  seen: Seen;
  signal: AbortSignal;
}): typeof fetch {
  const { origin } = new URL(options.baseUrl);
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== origin) {
      throw new TypeError(`A request to ${url.origin} was not let out`);
    }
    const signal = init?.signal
      ? AbortSignal.any([init.signal, options.signal])
      : options.signal;
    const response = await fetch(input, { ...init, redirect: 'error', signal });
    options.seen.status = response.status;
    options.seen.retryAfterMs = readRetryAfter(response.headers);
    let bytes = 0;
    const bounded = response.body?.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          bytes += chunk.byteLength;
          if (bytes > MAX_ANSWER_BYTES) {
            controller.error(new RangeError('The answer is too long'));
          } else {
            controller.enqueue(chunk);
          }
        },
      }),
    );
    return new Response(bounded ?? null, {
      status: response.status,
      statusText: response.statusText,
      headers: response.headers,
    });
  };
}

/** Seconds or a date (RFC 9110, section 10.2.3). */
function readRetryAfter(headers: Headers): number | undefined {
  const value = headers.get('retry-after');
  if (!value) {
    return undefined;
  }
  const ms = /^\d+$/.test(value)
    ? Number(value) * 1_000
    : Date.parse(value) - Date.now();
  return Number.isFinite(ms)
    ? Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS)
    : undefined;
}
