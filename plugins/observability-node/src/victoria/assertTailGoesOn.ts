import { InputError } from '@backstage/errors';

/** What the server writes into a tail that it gives up, after status 200. */
const GIVEN_UP = /cannot get tail results for query \[.*\]: (.*)$/;

/**
 * Tells the server's reason for giving a tail up from a line.
 * @throws InputError because only the query can be the reason
 * @internal
 */
export function assertTailGoesOn(line: string, storeName: string): void {
  const reason = line.startsWith('{') ? undefined : GIVEN_UP.exec(line)?.[1];
  if (reason !== undefined) {
    throw new InputError(`${storeName} cannot follow this query: ${reason}`);
  }
}
