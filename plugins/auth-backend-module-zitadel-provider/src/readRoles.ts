import { NotAllowedError } from '@backstage/errors';
import {
  signInRefusals,
  withRefusalReason,
} from '@internal/plugin-tenancy-common';

/** Which claim holds the roles, and whose grants count. */
export type RoleClaimOptions = {
  /** The name of a claim; where there is none of that name, a path of names with dots between. */
  claim: string;
  /** ZITADEL organisations whose grants count; all when undefined. */
  organizationIds: string[] | undefined;
};

/**
 * Takes the role names out of the userinfo answer.
 *
 * @remarks
 * ZITADEL sends an object with a key for each role, whose value names the
 * organisations that granted it; other providers send a list of names. No claim
 * at all means no roles, as ZITADEL leaves it out then. Anything else is not a
 * claim that roles can be read from, and nobody is let in on a guess; nor is a
 * list where organisations have to be told apart, as it names none.
 *
 * @throws NotAllowedError when the claim cannot be read.
 */
export function readRoles(
  userinfo: object,
  options: RoleClaimOptions,
): unknown[] {
  const { organizationIds } = options;
  const claim = findClaim(userinfo, options.claim);
  if (claim === undefined || claim === null) return [];
  const refuse = (why: string) =>
    new NotAllowedError(
      withRefusalReason(
        `The claim '${options.claim}' of the identity provider ${why}`,
        signInRefusals.unusableRoles,
      ),
    );
  if (Array.isArray(claim)) {
    if (organizationIds) {
      throw refuse(
        "is a list, which does not say which organisation granted a role; roles.organizationIds has to be 'all' for it",
      );
    }
    return claim;
  }
  if (typeof claim !== 'object') {
    throw refuse('is neither an object nor a list');
  }
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
