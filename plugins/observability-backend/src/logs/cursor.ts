import { InputError } from '@backstage/errors';

/**
 * Where a page of lines ended: the next one has the lines of this millisecond
 * but for the first `skip`, and the older ones.
 * @internal
 */
export type LineCursor = { ms: number; skip: number };

const CURSOR = /^(\d{1,15}) (\d{1,5})$/;

/** @internal */
export function encodeCursor({ ms, skip }: LineCursor): string {
  return Buffer.from(`${ms} ${skip}`).toString('base64url');
}

/** @throws InputError for anything that `encodeCursor` did not make. @internal */
export function decodeCursor(text: string): LineCursor {
  const [, ms, skip] =
    CURSOR.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? [];
  const cursor = { ms: Number(ms), skip: Number(skip) };
  if (encodeCursor(cursor) !== text) {
    throw new InputError('Invalid cursor');
  }
  return cursor;
}
