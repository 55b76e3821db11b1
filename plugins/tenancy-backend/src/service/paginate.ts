import { InputError } from '@backstage/errors';

/** Nobody pages through more of the catalog than this. */
const MAX_OFFSET = 100_000;

/** One page of a sorted list. @internal */
export type Page<T> = { items: T[]; totalItems: number; nextCursor?: string };

/**
 * Cuts a page out of a list that is sorted by `keyOf`. The cursor is the key of the
 * last item of the page before, so that a list that changes in between neither
 * repeats nor loses what did not change.
 *
 * @throws InputError when the cursor is none of ours.
 * @internal
 */
export function paginate<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  options: { cursor?: string; limit: number },
): Page<T> {
  const { cursor, limit } = options;
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  const rest =
    after === undefined ? items : items.filter(item => keyOf(item) > after);
  const page = rest.slice(0, limit);
  return {
    items: page,
    totalItems: items.length,
    ...(rest.length > limit && {
      nextCursor: encodeCursor(keyOf(page.at(-1)!)),
    }),
  };
}

/**
 * Reads a page of the catalog, whose cursors hold queries and are therefore not
 * taken from callers: ours holds nothing but how many came before.
 * @internal
 */
export async function paginateCatalog<T>(
  read: (window: {
    offset: number;
    limit: number;
  }) => Promise<{ items: T[]; totalItems: number }>,
  options: { cursor?: string; limit: number },
): Promise<Page<T>> {
  const { cursor, limit } = options;
  const offset = cursor === undefined ? 0 : Number(decodeCursor(cursor));
  if (!Number.isSafeInteger(offset) || offset < 0 || offset > MAX_OFFSET) {
    throw new InputError('The cursor is not one of an earlier page');
  }
  const { items, totalItems } = await read({ offset, limit });
  const next = offset + items.length;
  return {
    items,
    totalItems,
    ...(items.length > 0 &&
      next < totalItems && { nextCursor: encodeCursor(`${next}`) }),
  };
}

function encodeCursor(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function decodeCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString();
  if (encodeCursor(key) !== cursor) {
    throw new InputError('The cursor is not one of an earlier page');
  }
  return key;
}

/** Sorts before what any name can hold, so that clusters never interleave. @internal */
export function namespaceKey(item: {
  cluster: string;
  namespace: string;
}): string {
  return `${item.cluster}\u0000${item.namespace}`;
}
