import {
  ForwardedError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
  toError,
} from '@backstage/errors';

/**
 * The HTTP status that a Kubernetes API error carries, if it is one.
 * @public
 */
export function kubernetesStatusCode(error: unknown): number | undefined {
  const { code, statusCode } = (error ?? {}) as {
    code?: unknown;
    statusCode?: unknown;
  };
  if (typeof code === 'number') return code;
  return typeof statusCode === 'number' ? statusCode : undefined;
}

/**
 * Turns an error of the Kubernetes client into one that says what it means to
 * the caller: 403 is "may not look", 404 is "not there", 400 is "asked wrongly", and everything that
 * keeps the API from answering is "unavailable".
 *
 * @remarks
 * The client's own message holds the whole body and all headers of the answer,
 * so only the `message` of the Status object in it is kept, and of that no address: an API server that
 * cannot reach a node says under which URL and which resolver it tried.
 *
 * @public
 */
export function toBackstageError(error: unknown, what: string): Error {
  const status = kubernetesStatusCode(error);
  const detail = statusMessage(error);
  const text = detail ? `${what}: ${detail}` : what;
  if (status === 403) return new NotAllowedError(text);
  if (status === 404) return new NotFoundError(text);
  if (status === 400) return new InputError(text);
  if (status === 401) {
    return new ServiceUnavailableError(
      `${what}: the API server does not accept the token`,
    );
  }
  if (status === undefined && toError(error).name === 'AbortError') {
    return new ServiceUnavailableError(`${what}: no answer in time`);
  }
  if (status === undefined || status === 429 || status >= 500) {
    return new ServiceUnavailableError(
      status === undefined ? `${what}: ${networkMessage(error)}` : text,
    );
  }
  return new ForwardedError(what, detail ? new Error(detail) : error);
}

/** The message of the Kubernetes Status object in a client error. */
function statusMessage(error: unknown): string | undefined {
  const body = (error as { body?: unknown } | undefined)?.body;
  try {
    const status = typeof body === 'string' ? JSON.parse(body) : body;
    return typeof status?.message === 'string'
      ? withoutAddresses(status.message)
      : undefined;
  } catch {
    return undefined;
  }
}

/** `Get "https://node:10250/…": dial tcp 10.0.0.7:10250: refused` is `dial tcp: refused`. */
function withoutAddresses(message: string): string {
  return message
    .replace(/\b[A-Z][a-z]+ "https?:\/\/[^"]*": /g, '')
    .replace(/( on)? (\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:]+\]):\d+/g, '');
}

function networkMessage(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : toError(error).message;
}
