import { InputError, NotFoundError } from '@backstage/errors';

/** 64 or 128 bits. Anything else, `../` among it, never becomes part of a path. */
const TRACE_ID = /^(?:[0-9a-f]{16}|[0-9a-f]{32})$/;
/** Some stores leave the zeros at the front out of what they answer. */
const ANSWERED_ID = /^[0-9a-f]{1,32}$/;

/** The id as stores write it. @throws InputError @internal */
export function readTraceId(text: unknown): string {
  const id = typeof text === 'string' ? text.toLowerCase() : '';
  if (!TRACE_ID.test(id)) {
    throw new InputError(
      'Invalid trace id, must be 16 or 32 hexadecimal digits',
    );
  }
  return id;
}

/** One way of writing for the ways in which stores answer an id; undefined for no id. @internal */
export function normaliseTraceId(id: unknown): string | undefined {
  const lower = typeof id === 'string' ? id.toLowerCase() : '';
  if (!ANSWERED_ID.test(lower)) {
    return undefined;
  }
  const digits = lower.replace(/^0+/, '');
  return digits
    ? digits.padStart(digits.length > 16 ? 32 : 16, '0')
    : undefined;
}

/**
 * The same for a trace that is not there and for one of which nothing may be seen.
 * @internal
 */
export function traceNotFound(traceId: string): NotFoundError {
  return new NotFoundError(`Trace '${traceId}' not found`);
}
