import {
  InputError,
  isError,
  NotAllowedError,
  ServiceUnavailableError,
} from '@backstage/errors';

/** How much of a server's error text is kept. */
const MAX_ERROR_TEXT_CHARS = 1_000;
/** How much of an error answer is read at all. */
const MAX_ERROR_BODY_BYTES = 16 * 1024;

/** Statuses of proxies and overloaded servers, where another attempt may do. */
const OVERLOAD_STATUSES = [429, 502, 503, 504];
/** VictoriaLogs' 503 for a query that is too heavy: it would be too heavy again. */
const TOO_HEAVY = /couldn't be executed in/;
/** What VictoriaLogs and VictoriaMetrics put before some of their texts. */
const REQUEST_PREFIX = /^remoteAddr: "[^"]*"; requestURI: \S*; /;
const UNKNOWN_PATH = /^unsupported path requested/;

/** Why there is no answer. @internal */
export type StoreFailure = {
  error: Error;
  /** Asking again makes sense. */
  retryable: boolean;
  /** The store is at fault, not the question or the configuration. */
  unhealthy: boolean;
};

/** Maps an answer that is no 200 to an error class. @internal */
export async function describeFailure(
  name: string,
  response: Response,
): Promise<StoreFailure> {
  const text = await readErrorText(response);
  const { status } = response;
  if (status === 401 || status === 403) {
    return {
      error: new NotAllowedError(
        `${name} refused the portal's credentials (${status}), check its auth configuration`,
      ),
      retryable: false,
      unhealthy: false,
    };
  }
  if ((status === 400 || status === 422) && !UNKNOWN_PATH.test(text)) {
    return {
      error: new InputError(`${name} refused the query: ${text}`),
      retryable: false,
      unhealthy: false,
    };
  }
  if (status < 500 && status !== 429) {
    return {
      error: new ServiceUnavailableError(
        `${name} does not serve the expected API (${status} ${text}), check its url configuration`,
      ),
      retryable: false,
      unhealthy: false,
    };
  }
  const overloaded =
    OVERLOAD_STATUSES.includes(status) && !TOO_HEAVY.test(text);
  return {
    error: new ServiceUnavailableError(`${name} answered ${status}: ${text}`),
    retryable: overloaded && status !== 429,
    // One question may make a server fail with 500, and must not close it to all others.
    unhealthy: overloaded,
  };
}

/** No answer at all. The code says why, and names no address. @internal */
export function unreachableError(name: string, error: unknown): Error {
  const cause = isError(error) ? error : undefined;
  const code = (cause?.cause as { code?: unknown } | undefined)?.code;
  return new ServiceUnavailableError(
    `${name} is not reachable${typeof code === 'string' ? ` (${code})` : ''}`,
    cause,
  );
}

/** The answer began well and broke off: what was read so far must not be used. @internal */
export function cutAnswerError(name: string, cause: unknown): Error {
  return new ServiceUnavailableError(
    `${name} cut its answer off before the end`,
    cause instanceof Error ? cause : undefined,
  );
}

/**
 * An answer that is no JSON: cut off, or the page that a user interface answers
 * with 200 for every path that it does not know.
 * @internal
 */
export function unreadableAnswerError(
  name: string,
  text: string,
  cause: unknown,
): Error {
  return /^\s*</.test(text)
    ? new ServiceUnavailableError(
        `${name} does not serve the expected API but pages for people, check its url configuration`,
      )
    : cutAnswerError(name, cause);
}

async function readErrorText(response: Response): Promise<string> {
  let text = '';
  try {
    const decoder = new TextDecoder();
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      bytes += chunk.byteLength;
      if (bytes >= MAX_ERROR_BODY_BYTES) {
        break;
      }
    }
  } catch {
    // The status alone decides; a broken error text only shortens the message.
  }
  return errorField(text)
    .trim()
    .replace(REQUEST_PREFIX, '')
    .slice(0, MAX_ERROR_TEXT_CHARS);
}

/** The Prometheus API wraps its text in JSON, the LogsQL API does not. */
function errorField(text: string): string {
  try {
    const parsed = JSON.parse(text);
    return typeof parsed?.error === 'string' ? parsed.error : text;
  } catch {
    return text;
  }
}
