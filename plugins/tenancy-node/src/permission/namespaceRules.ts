import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import {
  decideNamespace,
  ownershipOf,
  RESOURCE_TYPE_NAMESPACE,
} from '@internal/plugin-tenancy-common';
import { z } from 'zod';
import { KnownNamespace } from '../OwnershipService';

/**
 * Conditions as a filter of a list of namespaces.
 * @public
 */
export type NamespaceQuery =
  | { owners: string[] }
  | { refs: string[] }
  | { shared: true }
  | { owned: true };

/**
 * The resource type `namespace`; a ref is `<cluster>/<namespace>`.
 * @public
 */
export const namespacePermissionResourceRef = createPermissionResourceRef<
  KnownNamespace,
  NamespaceQuery
>().with({ pluginId: 'tenancy', resourceType: RESOURCE_TYPE_NAMESPACE });

// Each rule is a question to the one decision, so that there is no second one.

/** @public */
export const isNamespaceOwner = createPermissionRule({
  name: 'IS_NAMESPACE_OWNER',
  description: 'Allow namespaces that one of the given groups owns',
  resourceRef: namespacePermissionResourceRef,
  paramsSchema: z.object({
    claims: z.array(z.string()).describe('Entity refs of groups'),
  }),
  apply: ({ namespace, knowledge }, { claims }) =>
    decideNamespace({
      namespace,
      caller: { type: 'user', ownershipEntityRefs: claims },
      knowledge: { ...knowledge, shared: false },
      platformGroups: [],
    }).result === 'allow',
  toQuery: ({ claims }) => ({ owners: claims }),
});

/** @public */
export const isNamespaceShared = createPermissionRule({
  name: 'IS_NAMESPACE_SHARED',
  description: 'Allow namespaces that are shared with every signed-in user',
  resourceRef: namespacePermissionResourceRef,
  apply: ({ namespace, knowledge }) =>
    decideNamespace({
      namespace,
      caller: { type: 'user', ownershipEntityRefs: [] },
      knowledge,
      platformGroups: [],
    }).result === 'allow',
  toQuery: () => ({ shared: true as const }),
});

/** @public */
export const isNamespaceOwned = createPermissionRule({
  name: 'IS_NAMESPACE_OWNED',
  description: 'Allow namespaces that have an owner, whoever it is',
  resourceRef: namespacePermissionResourceRef,
  apply: ({ knowledge }) => ownershipOf(knowledge.claims).state === 'owned',
  toQuery: () => ({ owned: true as const }),
});

/** @public */
export const isNamespaceIn = createPermissionRule({
  name: 'IS_NAMESPACE_IN',
  description: 'Allow the given namespaces, to bound what other rules allow',
  resourceRef: namespacePermissionResourceRef,
  paramsSchema: z.object({
    refs: z.array(z.string()).describe('Texts <cluster>/<namespace>'),
  }),
  apply: ({ namespace: { cluster, namespace } }, { refs }) =>
    refs.includes(`${cluster}/${namespace}`),
  toQuery: ({ refs }) => ({ refs }),
});

/** @public */
export const namespaceRules = {
  isNamespaceIn,
  isNamespaceOwner,
  isNamespaceShared,
  isNamespaceOwned,
};

const conditionExports = createConditionExports({
  resourceRef: namespacePermissionResourceRef,
  rules: namespaceRules,
});

/** Conditions for policies. @public */
export const namespaceConditions = conditionExports.conditions;

/** A decision about namespaces that depends on the namespace. @public */
export const createNamespaceConditionalDecision =
  conditionExports.createConditionalDecision;
