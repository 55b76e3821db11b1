/** Objects in one answer of the API server. */
const PAGE_SIZE = 500;

type Answer<T> = { items: T[]; metadata?: { _continue?: string } };

/** Reads a list of the API server page by page, up to so many pages. @internal */
export async function readPages<T>(
  read: (page: {
    limit: number;
    _continue?: string;
  }) => Promise<{ items: unknown[] }>,
  maxPages: number,
): Promise<{ items: T[]; truncated: boolean }> {
  const items: T[] = [];
  let next: string | undefined;
  for (let page = 0; page < maxPages; page++) {
    const answer = (await read({
      limit: PAGE_SIZE,
      ...(next && { _continue: next }),
    })) as Answer<T>;
    items.push(...answer.items);
    next = answer.metadata?._continue;
    if (!next) {
      return { items, truncated: false };
    }
  }
  return { items, truncated: true };
}
