/** ZITADEL's ids are numbers. */
const ZITADEL_ID = /^\d{1,32}$/;

/** The word that lets the grants of every organisation count. @public */
export const ALL_ORGANIZATIONS = 'all';

/**
 * Reads which ZITADEL organisations may grant roles: a list of ids, a text with
 * commas between them (as an environment variable holds it), or the word `all`.
 *
 * @remarks
 * Nothing stands for `all`: a project that is granted to another organisation
 * lets its managers hand out every role of the project, `platform-engineering-owner`
 * included.
 *
 * @param value - what the configuration has
 * @param fail - throws with the rule that a bad value breaks
 * @returns undefined when all count
 * @public
 */
export function parseOrganizationIds(
  value: unknown,
  fail: (rule: string) => never,
): string[] | undefined {
  if (value === ALL_ORGANIZATIONS) return undefined;
  const ids =
    typeof value === 'string'
      ? value.split(',').map(id => id.trim())
      : value ?? [];
  if (!Array.isArray(ids) || ids.length === 0) {
    return fail(
      "is missing; it must be the ids of the ZITADEL organisations whose grants count, or 'all'",
    );
  }
  const odd = ids.find(id => typeof id !== 'string' || !ZITADEL_ID.test(id));
  if (odd !== undefined) {
    return fail(
      `has '${odd}'; it must be ids of ZITADEL organisations, which are numbers in quotes, or 'all' alone`,
    );
  }
  return [...new Set<string>(ids)];
}
