import { InputError } from '@backstage/errors';

/** Where a page of a list ended. @internal */
export type Cursor = { createdAt: string; id: string };

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @internal */
export function encodeCursor({ createdAt, id }: Cursor): string {
  return Buffer.from(`${createdAt} ${id}`).toString('base64url');
}

/** @throws InputError for anything that `encodeCursor` did not make. @internal */
export function decodeCursor(text: string): Cursor {
  const [createdAt = '', id = '', ...rest] = Buffer.from(text, 'base64url')
    .toString('utf8')
    .split(' ');
  if (rest.length > 0 || !INSTANT.test(createdAt) || !UUID.test(id)) {
    throw new InputError('Invalid cursor');
  }
  return { createdAt, id };
}
