import { InputError } from '@backstage/errors';

/**
 * Where a page of lines ended: at lines of this time, of which so many were shown.
 * Times have nine digits and windows three, so that a page begins anew in the
 * millisecond in which the last one ended, and `skip` lines of that are known.
 * @internal
 */
export type LineCursor = { time: string; skip: number };

const INSTANT =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
const MAX_SKIP = 10_000;

/** @internal */
export function encodeCursor({ time, skip }: LineCursor): string {
  return Buffer.from(`${skip} ${time}`).toString('base64url');
}

/** @throws InputError for anything that `encodeCursor` did not make. @internal */
export function decodeCursor(text: string): LineCursor {
  const [count = '', time = '', ...rest] = Buffer.from(text, 'base64url')
    .toString('utf8')
    .split(' ');
  const skip = /^\d{1,5}$/.test(count) ? Number(count) : NaN;
  if (
    rest.length > 0 ||
    !(skip <= MAX_SKIP) ||
    !INSTANT.test(time) ||
    Number.isNaN(Date.parse(time))
  ) {
    throw new InputError('Invalid cursor');
  }
  return { time, skip };
}
