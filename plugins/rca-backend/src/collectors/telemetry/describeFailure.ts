import { Unchecked } from '@internal/plugin-rca-common';
import { stringifyError } from '@backstage/errors';

const REASONS: Record<string, string> = {
  NotAllowedError: 'forbidden',
  InputError: 'query-refused',
  NotFoundError: 'not-configured',
};

/** A question that a store did not answer, as the report says it. @internal */
export function uncheckedBecause(
  source: string,
  what: string,
  error: unknown,
): Unchecked {
  const name = error instanceof Error ? error.name : '';
  const text = stringifyError(error);
  const fallback = /did not answer within/.test(text)
    ? 'timed-out'
    : 'unreachable';
  return {
    source,
    reason: REASONS[name] ?? fallback,
    message: `${what} could not be read: ${text}`,
  };
}
