import { randomUUID } from 'node:crypto';
import { toError } from '@backstage/errors';
import { cleanText } from '../lib/cleanText';
import { redactSecrets } from '../lib/redactSecrets';

const MAX_MESSAGE_LENGTH = 300;
/** Errors that were written to be read: of ours, and of what we call, about the caller's own request. */
const KNOWN = new Set([
  'ConflictError',
  'InputError',
  'NotAllowedError',
  'NotFoundError',
  'ServiceUnavailableError',
]);

/** @internal */
export type FailureDescription = {
  /** For the row, which the caller reads. */
  message: string;
  /** For the log, where an unexpected error stands in full; absent for the others. */
  reference?: string;
};

/**
 * What a failed investigation says. Messages of errors that nobody foresaw may
 * hold anything, such as a query of the database with its values: they stay in
 * the log, and the row names the place.
 * @internal
 */
export function describeFailure(error: unknown): FailureDescription {
  const { name, message } = toError(error);
  if (KNOWN.has(name)) {
    return {
      message: redactSecrets(cleanText(message))
        .replace(/\s+/g, ' ')
        .slice(0, MAX_MESSAGE_LENGTH),
    };
  }
  const reference = randomUUID().slice(0, 8);
  return {
    message: `An unexpected error ended it. The log of the portal has it under ${reference}`,
    reference,
  };
}
