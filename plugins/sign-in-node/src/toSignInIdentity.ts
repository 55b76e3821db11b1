import { LoggerService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  mapRolesToGroups,
  RoleMapping,
  toUserRef,
} from '@internal/plugin-tenancy-common';
import { RoleMappingConfig } from './readRoleMapping';

/** Dropped roles that one sign-in writes to the log at most. */
const MAX_LOGGED_ROLES = 10;

/** Who somebody is in the portal. @public */
export type SignInIdentity = {
  userEntityRef: string;
  /** Entity refs of the groups that the roles name. */
  groups: string[];
  /** Roles that gave no group. */
  dropped: RoleMapping['dropped'];
};

/**
 * Turns an immutable id and roles into a user and groups; pure.
 *
 * @remarks
 * An odd role is dropped; an odd id, or more roles than a person has, refuse the
 * sign-in. Nothing is repaired: a repaired id could be somebody else's.
 *
 * @throws NotAllowedError when nobody can be made of it.
 * @public
 */
export function toSignInIdentity(
  claims: { id: unknown; roles: readonly unknown[] },
  options: { userNamespace: string; roleMapping: RoleMappingConfig },
): SignInIdentity {
  const { userNamespace, roleMapping } = options;
  const userEntityRef = toUserRef(claims.id, { userNamespace });
  if (!userEntityRef) {
    throw new NotAllowedError(
      "The id that the identity provider sent cannot be the name of a user (lower case letters, digits, '-', '_' and '.', at most 63)",
    );
  }
  if (claims.roles.length > roleMapping.maxRoles) {
    throw new NotAllowedError(
      `The identity provider sent ${claims.roles.length} roles; more than ${roleMapping.maxRoles} are no person's`,
    );
  }
  return { userEntityRef, ...mapRolesToGroups(claims.roles, roleMapping) };
}

/** Says which roles of a sign-in gave no group. @public */
export function logDroppedRoles(
  logger: LoggerService,
  { userEntityRef, dropped }: SignInIdentity,
): void {
  if (!dropped.length) return;
  const roles = dropped
    .slice(0, MAX_LOGGED_ROLES)
    .map(({ role, reason }) => `${JSON.stringify(role)} (${reason})`);
  logger.warn(
    `${dropped.length} roles of ${userEntityRef} name no group: ${roles.join(
      ', ',
    )}`,
  );
}
