import { InputError } from '@backstage/errors';
import { ZodError } from 'zod';

/** Says which parameters are wrong and how; the values themselves are not repeated. */
export function fromZodError(error: ZodError): InputError {
  return new InputError(
    error.issues
      .map(({ path, message }) => [...path, message].join(' '))
      .join('; '),
  );
}
