import { ServiceUnavailableError } from '@backstage/errors';
import { Listing } from './types';

/** A list that changes while it is read is read afresh so many times in all. */
const MAX_READINGS = 3;
/** Pages beyond those that a list of that length has; servers may send shorter ones. */
const SPARE_PAGES = 10;

/** One page as ZITADEL answers it. */
export type Page = {
  rows: unknown[];
  /** How many rows the whole list has. */
  total: number;
};

type ListOptions<T extends { id: string }> = {
  /** For messages, e.g. `users`. */
  what: string;
  pageSize: number;
  /** A longer list is refused. */
  maxRows: number;
  fetchPage(page: { offset: number; limit: number }): Promise<Page>;
  readRow(row: unknown): T | undefined;
};

/**
 * Reads a whole list page by page, and only returns it when it is whole.
 *
 * @remarks
 * ZITADEL pages by offset, so a list that changes between two pages may show a
 * row twice and another not at all. And it leaves out, after counting, what the
 * service user may not see. Both show in the count: it must stay the same from
 * page to page, and be that of the rows.
 * Whoever uses half a list would delete the other half from the catalog.
 *
 * @throws ServiceUnavailableError when the list does not add up.
 */
export async function listAll<T extends { id: string }>(
  options: ListOptions<T>,
): Promise<Listing<T>> {
  for (let reading = 1; ; reading++) {
    const { listing, total, duplicates, moved } = await readOnce(options);
    const count = listing.rows.size + listing.malformed;
    if (count === total && duplicates === 0 && !moved) {
      return listing;
    }
    if (reading === MAX_READINGS) {
      throw new ServiceUnavailableError(
        `ZITADEL counts ${total} ${options.what} and listed ${count}, with ${duplicates} repeated: the list is not whole, or the service user may not read all of it`,
      );
    }
  }
}

async function readOnce<T extends { id: string }>(options: ListOptions<T>) {
  const { what, pageSize, maxRows } = options;
  const maxPages = Math.ceil(maxRows / pageSize) + SPARE_PAGES;
  const listing: Listing<T> = { rows: new Map(), malformed: 0 };
  let duplicates = 0;
  let moved = false;
  let firstTotal: number | undefined;
  let offset = 0;
  for (let pages = 0; pages < maxPages; pages++) {
    const { rows, total } = await options.fetchPage({
      offset,
      limit: pageSize,
    });
    firstTotal ??= total;
    moved ||= total !== firstTotal;
    if (total > maxRows) {
      throw new ServiceUnavailableError(
        `ZITADEL counts ${total} ${what}; more than ${maxRows} are not read`,
      );
    }
    if (rows.length > pageSize) {
      throw new ServiceUnavailableError(
        `ZITADEL sent ${rows.length} ${what} where at most ${pageSize} were asked for`,
      );
    }
    for (const row of rows) {
      const value = options.readRow(row);
      if (!value) {
        listing.malformed += 1;
      } else if (listing.rows.has(value.id)) {
        duplicates += 1;
      } else {
        listing.rows.set(value.id, value);
      }
    }
    offset += rows.length;
    if (rows.length === 0 || offset >= total) {
      return { listing, total, duplicates, moved };
    }
  }
  throw new ServiceUnavailableError(
    `ZITADEL sends its ${what} in more than ${maxPages} pages`,
  );
}
