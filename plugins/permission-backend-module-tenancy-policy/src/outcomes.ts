import {
  catalogConditions,
  createCatalogConditionalDecision,
} from '@backstage/plugin-catalog-backend/alpha';
import {
  AuthorizeResult,
  isResourcePermission,
  Permission,
  PermissionCondition,
  PermissionCriteria,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  createScaffolderActionConditionalDecision,
  createScaffolderTaskConditionalDecision,
  scaffolderActionConditions,
  scaffolderTaskConditions,
} from '@backstage/plugin-scaffolder-backend/alpha';
import {
  createNamespaceConditionalDecision,
  namespaceConditions,
} from '@internal/plugin-tenancy-node';
import { PolicyConfig } from './config';
import { Outcome } from './permissionTable';

const DENY: PolicyDecision = { result: AuthorizeResult.DENY };
const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };

/** Kinds that tell whom to ask. */
const DIRECTORY_KINDS = ['Group', 'User'];

/** Who asks. */
export type PolicyCaller = {
  userEntityRef: string;
  ownershipEntityRefs: string[];
  /** For a key for machines: the only permissions it has. */
  permissions?: readonly string[];
  /** For a key for machines: the only namespaces it has, as `<cluster>/<namespace>`. */
  namespaces?: readonly string[];
};

/**
 * Turns an outcome of the table into a decision about the permission. A
 * conditional outcome for a permission of another resource type denies.
 */
export function toDecision(
  outcome: Outcome,
  permission: Permission,
  caller: PolicyCaller,
  config: PolicyConfig,
): PolicyDecision {
  const { hasLabel, isEntityKind, isEntityOwner } = catalogConditions;
  switch (outcome) {
    case 'allow':
      return ALLOW;
    case 'visible-entities':
      if (!isResourcePermission(permission, 'catalog-entity')) return DENY;
      return createCatalogConditionalDecision(permission, {
        anyOf: [
          isEntityOwner({
            claims: [
              ...caller.ownershipEntityRefs,
              ...(config.sharePlatformEntities ? config.platformGroups : []),
            ],
          }),
          isEntityKind({ kinds: config.sharedKinds }),
          ...config.publicLabels.map(hasLabel),
        ],
      });
    case 'own-entities':
      if (!isResourcePermission(permission, 'catalog-entity')) return DENY;
      return createCatalogConditionalDecision(
        permission,
        isEntityOwner({ claims: caller.ownershipEntityRefs }),
      );
    case 'directory':
      if (!isResourcePermission(permission, 'catalog-entity')) return DENY;
      return createCatalogConditionalDecision(
        permission,
        isEntityKind({ kinds: DIRECTORY_KINDS }),
      );
    case 'own-tasks':
      if (!isResourcePermission(permission, 'scaffolder-task')) return DENY;
      return createScaffolderTaskConditionalDecision(
        permission,
        scaffolderTaskConditions.isTaskOwner({
          createdBy: [caller.userEntityRef],
        }),
      );
    case 'safe-actions': {
      if (!isResourcePermission(permission, 'scaffolder-action')) return DENY;
      const [first, ...others] = config.safeActions.map(actionId =>
        scaffolderActionConditions.hasActionId({ actionId }),
      );
      if (!first) return DENY;
      return createScaffolderActionConditionalDecision(permission, {
        anyOf: [first, ...others],
      });
    }
    case 'readable-namespaces':
    case 'owned-namespaces': {
      if (!isResourcePermission(permission, 'namespace')) return DENY;
      const { isNamespaceIn, isNamespaceOwned, isNamespaceOwner } =
        namespaceConditions;
      const readable: PermissionCriteria<PermissionCondition<'namespace'>> = {
        anyOf: [
          isNamespaceOwner({ claims: caller.ownershipEntityRefs }),
          namespaceConditions.isNamespaceShared(),
          ...(outcome === 'owned-namespaces' ? [isNamespaceOwned()] : []),
        ],
      };
      return createNamespaceConditionalDecision(
        permission,
        caller.namespaces
          ? {
              allOf: [
                isNamespaceIn({ refs: [...caller.namespaces] }),
                readable,
              ],
            }
          : readable,
      );
    }
    case 'deny':
    default:
      return DENY;
  }
}
