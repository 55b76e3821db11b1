import { Counts } from './types';

/** So many may always go: in a small company two people are a third. */
const ALWAYS_ALLOWED = 2;

/**
 * Tells why an answer of ZITADEL should not be believed; undefined when it may be.
 *
 * @remarks
 * A service user that lost a permission gets an empty list and no error, and so
 * does one that asks the wrong ZITADEL. The catalog must not follow such an answer.
 */
export function checkShrink(
  before: Counts,
  after: Counts,
  maxShrink: number,
): string | undefined {
  for (const what of ['users', 'groups', 'memberships'] as const) {
    const lost = before[what] - after[what];
    const allowed = Math.max(
      ALWAYS_ALLOWED,
      Math.floor(before[what] * maxShrink),
    );
    const isEmptied = before[what] > 0 && after[what] === 0;
    // The last group of a small company may go with its last membership.
    if (lost > allowed || (isEmptied && what === 'users')) {
      return `${what} would fall from ${before[what]} to ${after[what]}`;
    }
  }
  return undefined;
}
