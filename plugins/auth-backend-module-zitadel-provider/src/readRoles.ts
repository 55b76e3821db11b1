import { NotAllowedError } from '@backstage/errors';

/** Which claim holds the roles, and whose grants count. */
export type RoleClaimOptions = {
  /** The name of a claim; where there is none of that name, a path of names with dots between. */
  claim: string;
  /** ZITADEL organisations whose grants count; all when undefined. */
  organizationIds?: string[];
};

/**
 * Takes the role names out of the userinfo answer.
 *
 * @remarks
 * ZITADEL sends an object with a key for each role, whose value names the
 * organisations that granted it; other providers send a list of names. No claim
 * at all means no roles, as ZITADEL leaves it out then. Anything else is not a
 * claim that roles can be read from, and nobody is let in on a guess.
 *
 * @throws NotAllowedError when the claim is neither an object nor a list.
 */
export function readRoles(
  userinfo: object,
  options: RoleClaimOptions,
): unknown[] {
  const claim = findClaim(userinfo, options.claim);
  if (claim === undefined || claim === null) return [];
  if (Array.isArray(claim)) return claim;
  if (typeof claim !== 'object') {
    throw new NotAllowedError(
      `The claim '${options.claim}' of the identity provider is neither an object nor a list`,
    );
  }
  const { organizationIds } = options;
  return Object.entries(claim)
    .filter(
      ([, grants]) =>
        !organizationIds ||
        (isObject(grants) &&
          organizationIds.some(id => Object.hasOwn(grants, id))),
    )
    .map(([role]) => role);
}

function findClaim(userinfo: object, claim: string): unknown {
  if (Object.hasOwn(userinfo, claim)) {
    return (userinfo as Record<string, unknown>)[claim];
  }
  let found: unknown = userinfo;
  for (const name of claim.split('.')) {
    if (!isObject(found) || !Object.hasOwn(found, name)) return undefined;
    found = found[name];
  }
  return found;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
