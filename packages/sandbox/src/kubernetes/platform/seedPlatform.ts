import type { NewKubeObject, ObjectStore, ResourceType } from '../../types';
import { apiVersionOf, resourceTypes } from '../resourceTypes';
import {
  bootstrapRoles,
  nodeReaderRole,
  platformRoles,
  PORTAL_NAMESPACE,
  PORTAL_SERVICE_ACCOUNT,
  portalRole,
  READER_SERVICE_ACCOUNT,
  RoleDefinition,
  tenantReaderRole,
  tokenRequesterRole,
} from './roles';

type Subject =
  | { kind: 'ServiceAccount'; name: string; namespace: string }
  | { kind: 'Group'; name: string; apiGroup: string };

const RBAC_API_GROUP = 'rbac.authorization.k8s.io';

/**
 * Puts what the platform team installs into the cluster: the portal's ServiceAccount, and for each tenant
 * namespace a reader ServiceAccount whose token the portal may request. Objects that are there stay as they are.
 *
 * @param namespaces - the tenant namespaces; they need not exist yet
 */
export function seedPlatform(
  store: ObjectStore,
  namespaces: readonly string[],
): void {
  const portal: Subject = {
    kind: 'ServiceAccount',
    name: PORTAL_SERVICE_ACCOUNT,
    namespace: PORTAL_NAMESPACE,
  };
  for (const { groups, ...role } of bootstrapRoles) {
    ensureRole(store, role);
    const subjects = groups.map(
      (name): Subject => ({ kind: 'Group', name, apiGroup: RBAC_API_GROUP }),
    );
    bindInCluster(store, role, subjects);
  }
  for (const role of platformRoles) {
    ensureRole(store, role);
  }
  ensure(store, resourceTypes.namespaces, {
    ...head(resourceTypes.namespaces, PORTAL_NAMESPACE),
    metadata: {
      name: PORTAL_NAMESPACE,
      labels: { 'kubernetes.io/metadata.name': PORTAL_NAMESPACE },
    },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  });
  ensure(
    store,
    resourceTypes.serviceaccounts,
    head(
      resourceTypes.serviceaccounts,
      PORTAL_SERVICE_ACCOUNT,
      PORTAL_NAMESPACE,
    ),
  );
  bindInCluster(store, portalRole, [portal]);
  const readers = namespaces.map(
    (namespace): Subject => ({
      kind: 'ServiceAccount',
      name: READER_SERVICE_ACCOUNT,
      namespace,
    }),
  );
  bindInCluster(store, nodeReaderRole, readers);
  for (const namespace of namespaces) {
    ensure(
      store,
      resourceTypes.serviceaccounts,
      head(resourceTypes.serviceaccounts, READER_SERVICE_ACCOUNT, namespace),
    );
    bindInNamespace(store, tenantReaderRole, namespace, [
      { kind: 'ServiceAccount', name: READER_SERVICE_ACCOUNT, namespace },
    ]);
    bindInNamespace(store, tokenRequesterRole, namespace, [portal]);
  }
}

function ensureRole(store: ObjectStore, role: RoleDefinition): void {
  ensure(store, resourceTypes.clusterroles, {
    ...head(resourceTypes.clusterroles, role.name),
    rules: role.rules,
  });
}

function bindInCluster(
  store: ObjectStore,
  role: RoleDefinition,
  subjects: Subject[],
): void {
  const type = resourceTypes.clusterrolebindings;
  ensure(store, type, {
    ...head(type, role.name),
    roleRef: roleRefTo(role),
    subjects,
  });
}

function bindInNamespace(
  store: ObjectStore,
  role: RoleDefinition,
  namespace: string,
  subjects: Subject[],
): void {
  const type = resourceTypes.rolebindings;
  ensure(store, type, {
    ...head(type, role.name, namespace),
    roleRef: roleRefTo(role),
    subjects,
  });
}

function roleRefTo(role: RoleDefinition) {
  return { apiGroup: RBAC_API_GROUP, kind: 'ClusterRole', name: role.name };
}

function head(
  type: ResourceType,
  name: string,
  namespace?: string,
): NewKubeObject {
  return {
    kind: type.kind,
    apiVersion: apiVersionOf(type),
    metadata: { name, namespace },
  };
}

function ensure(
  store: ObjectStore,
  type: ResourceType,
  object: NewKubeObject,
): void {
  if (!store.get(type, object.metadata.namespace, object.metadata.name)) {
    store.create(type, object);
  }
}
