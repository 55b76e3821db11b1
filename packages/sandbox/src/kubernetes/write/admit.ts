import type { ObjectStore, ResourceType } from '../../types';
import type { PolicyRule, RbacAuthorizer } from '../access/RbacAuthorizer';
import type { UserInfo } from '../access/types';
import { ApiError } from '../http/ApiError';
import type { ServedResource } from '../http/servedResources';
import { resourceTypes } from '../resourceTypes';

const RBAC_GROUP = 'rbac.authorization.k8s.io';

/** Nothing is created in a namespace that is missing or on its way out. */
export function admitNamespace(
  store: ObjectStore,
  type: ResourceType,
  name: string,
  namespace: string,
): void {
  const found = store.get(resourceTypes.namespaces, undefined, namespace);
  if (!found) {
    throw ApiError.notFound(resourceTypes.namespaces, namespace);
  }
  if (found.metadata.deletionTimestamp) {
    throw ApiError.forbidden(
      type,
      name,
      `unable to create new content in namespace ${namespace} because it is being terminated`,
      [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${namespace} is being terminated`,
          field: 'metadata.namespace',
        },
      ],
    );
  }
}

/**
 * Nobody grants what they do not have.
 *
 * @remarks
 * Stricter than the real server, which compares rule by rule: here only who may do everything writes RBAC objects.
 */
export function admitRbac(
  authorizer: RbacAuthorizer,
  user: UserInfo,
  served: ServedResource,
  object: Record<string, unknown>,
): void {
  if (served.stored.group !== RBAC_GROUP) {
    return;
  }
  const everything = { verb: '*', group: '*', resource: '*' };
  if (authorizer.authorize(user, everything).allowed) {
    return;
  }
  const { name } = object.metadata as { name: string };
  const rules = ((object.rules ?? []) as PolicyRule[])
    .map(formatRule)
    .join('\n');
  throw ApiError.forbidden(
    served.type,
    name,
    `user "${user.username}" (groups=${JSON.stringify(
      user.groups,
    )}) is attempting to grant RBAC permissions not currently held:\n${rules}`,
  );
}

function formatRule(rule: PolicyRule): string {
  const list = (values: string[] = []) => JSON.stringify(values);
  return `{APIGroups:${list(rule.apiGroups)}, Resources:${list(
    rule.resources,
  )}, Verbs:${list(rule.verbs)}}`;
}
