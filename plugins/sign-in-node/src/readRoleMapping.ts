import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  DEFAULT_GROUP_NAMESPACE,
  DEFAULT_MAX_ROLES,
  DEFAULT_ROLE_SUFFIXES,
  isGroupName,
  isNamespaceName,
} from '@internal/plugin-tenancy-common';

/** How the roles of a sign-in become groups. @public */
export type RoleMappingConfig = {
  suffixes: string[];
  groupNamespace: string;
  groupPrefix: string;
  /** Sign-ins with more roles are refused. */
  maxRoles: number;
};

/**
 * Reads `roles.suffixes`, `roles.max`, `groups.namespace` and `groups.prefix` of a provider.
 *
 * @throws InputError with the rule that a bad value breaks.
 * @public
 */
export function readRoleMapping(
  config: Config,
  /** For messages, e.g. `auth.providers.saml`. */
  label: string,
): RoleMappingConfig {
  const suffixes = config.getOptionalStringArray('roles.suffixes') ?? [
    ...DEFAULT_ROLE_SUFFIXES,
  ];
  const maxRoles = config.getOptionalNumber('roles.max') ?? DEFAULT_MAX_ROLES;
  const groupPrefix = config.getOptionalString('groups.prefix') ?? '';
  const groupNamespace =
    config.getOptionalString('groups.namespace') ?? DEFAULT_GROUP_NAMESPACE;
  for (const [key, value, good] of [
    ...suffixes.map(s => ['roles.suffixes', s, isGroupName(s)] as const),
    ['groups.prefix', groupPrefix, isGroupName(`${groupPrefix}x`)],
    ['groups.namespace', groupNamespace, isNamespaceName(groupNamespace)],
  ] as const) {
    if (!good) {
      throw new InputError(
        `${label}.${key} has '${value}'; only lower case letters, digits, '-', '_' and '.' are possible`,
      );
    }
  }
  if (!Number.isInteger(maxRoles) || maxRoles < 1) {
    throw new InputError(
      `${label}.roles.max is ${maxRoles}; it must be a whole number from 1`,
    );
  }
  return { suffixes, groupNamespace, groupPrefix, maxRoles };
}
