import { InputError } from '@backstage/errors';

/** Where a page of anomalies ended. @internal */
export type AnomalyCursor = { onset: string; id: string };

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @internal */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** @internal */
export function encodeCursor({ onset, id }: AnomalyCursor): string {
  return Buffer.from(`${onset} ${id}`).toString('base64url');
}

/** @throws InputError for anything that `encodeCursor` did not make. @internal */
export function decodeCursor(text: string): AnomalyCursor {
  const [onset = '', id = '', ...rest] = Buffer.from(text, 'base64url')
    .toString('utf8')
    .split(' ');
  if (
    rest.length > 0 ||
    !INSTANT.test(onset) ||
    Number.isNaN(Date.parse(onset)) ||
    !isUuid(id)
  ) {
    throw new InputError('Invalid cursor');
  }
  return { onset, id };
}
