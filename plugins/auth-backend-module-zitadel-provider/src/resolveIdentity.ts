import { NotAllowedError } from '@backstage/errors';
import {
  mapRolesToGroups,
  RoleMapping,
  signInRefusals,
  toUserRef,
  withRefusalReason,
} from '@internal/plugin-tenancy-common';
import { ZitadelConfig } from './config';
import { readRoles } from './readRoles';

/** Who somebody is in the portal. */
export type ResolvedIdentity = {
  userEntityRef: string;
  /** Entity refs of the groups that the roles name. */
  groups: string[];
  /** Roles that gave no group, to be reported. */
  dropped: RoleMapping['dropped'];
};

/**
 * Turns the provider's userinfo into a user and groups; pure.
 *
 * @remarks
 * The user is the provider's immutable id, never a name or an address, which
 * could be given to somebody else later. A hostile or odd role is dropped; an
 * odd id, a claim that cannot be read, or more roles than a person has refuse
 * the sign-in.
 *
 * @throws NotAllowedError when nobody can be made of it.
 */
export function resolveIdentity(
  userinfo: Record<string, unknown>,
  config: Pick<
    ZitadelConfig,
    'userNamespace' | 'roleClaims' | 'groups' | 'maxRoles'
  >,
): ResolvedIdentity {
  const id = Object.hasOwn(userinfo, 'sub') ? userinfo.sub : undefined;
  const userEntityRef = toUserRef(id, config);
  if (!userEntityRef) {
    throw new NotAllowedError(
      withRefusalReason(
        "The claim 'sub' of the identity provider cannot be the name of a user (lower case letters, digits, '-', '_' and '.', at most 63)",
        signInRefusals.unusableIdentity,
      ),
    );
  }
  const roles = readRoles(userinfo, config.roleClaims);
  if (roles.length > config.maxRoles) {
    throw new NotAllowedError(
      withRefusalReason(
        `The identity provider sent ${roles.length} roles; more than ${config.maxRoles} are no person's`,
        signInRefusals.unusableRoles,
      ),
    );
  }
  return {
    userEntityRef,
    ...mapRolesToGroups(roles, config.groups),
  };
}
