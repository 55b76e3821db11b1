import { DEFAULT_GROUP_NAMESPACE, isGroupName } from './groupRefs';

/** Suffixes that tell what somebody does in a team, not which team it is. @public */
export const DEFAULT_ROLE_SUFFIXES = [
  'admin',
  'owner',
  'developer',
  'viewer',
  'member',
];

/** More roles than this are no person's roles: the sign-in is refused. @public */
export const DEFAULT_MAX_ROLES = 200;

/** Longest role that is looked at, in characters. */
const MAX_ROLE_LENGTH = 128;

/** Characters of a role; the team in it is checked as a group name besides. */
const ROLE = /^[a-z0-9._-]+$/;

/** Why a role gave no group. @public */
export const roleDropReasons = {
  /** Not a string, empty, too long, or with characters no group has. */
  malformed: 'malformed',
  /** None of the configured suffixes ends it. */
  noSuffix: 'no-suffix',
} as const;

/** @public */
export type RoleDropReason =
  (typeof roleDropReasons)[keyof typeof roleDropReasons];

/** @public */
export type RoleMappingOptions = {
  /** Default {@link DEFAULT_ROLE_SUFFIXES}. */
  suffixes?: readonly string[];
  /** Catalog namespace of the groups. Default `default`. */
  groupNamespace?: string;
  /** Put before each group name, e.g. `zitadel-`. Default none. */
  groupPrefix?: string;
};

/** @public */
export type RoleMapping = {
  /** Entity refs, sorted, each once. */
  groups: string[];
  dropped: Array<{ role: string; reason: RoleDropReason }>;
};

/**
 * Maps roles of an identity provider to groups of the catalog by taking one
 * configured suffix off the END: `team-a-b-developer` is group `team-a-b`.
 *
 * @remarks
 * A role is never split at its first dash, which would make `team-a` of
 * `team-a-b-developer`'s team. Exactly one suffix is taken off, the longest that
 * fits, so `team-a-developer-admin` is the group `team-a-developer`. Roles are
 * not repaired: upper case, look-alike letters, `../` and blanks drop the role.
 *
 * @public
 */
export function mapRolesToGroups(
  roles: readonly unknown[],
  options?: RoleMappingOptions,
): RoleMapping {
  const suffixes = [...(options?.suffixes ?? DEFAULT_ROLE_SUFFIXES)].sort(
    (a, b) => b.length - a.length || (a < b ? -1 : 1),
  );
  const namespace = options?.groupNamespace ?? DEFAULT_GROUP_NAMESPACE;
  const prefix = options?.groupPrefix ?? '';

  const groups = new Set<string>();
  const dropped: RoleMapping['dropped'] = [];
  for (const role of roles) {
    if (
      typeof role !== 'string' ||
      role.length > MAX_ROLE_LENGTH ||
      !ROLE.test(role)
    ) {
      dropped.push({
        role:
          typeof role === 'string'
            ? role.slice(0, MAX_ROLE_LENGTH)
            : `(${typeof role})`,
        reason: roleDropReasons.malformed,
      });
      continue;
    }
    const suffix = suffixes.find(s => role.endsWith(`-${s}`));
    const team = suffix && role.slice(0, -(suffix.length + 1));
    if (!team) {
      dropped.push({ role, reason: roleDropReasons.noSuffix });
    } else if (!isGroupName(`${prefix}${team}`)) {
      dropped.push({ role, reason: roleDropReasons.malformed });
    } else {
      groups.add(`group:${namespace}/${prefix}${team}`);
    }
  }
  return { groups: [...groups].sort(), dropped };
}
