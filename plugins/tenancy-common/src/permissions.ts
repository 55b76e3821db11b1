import { createPermission } from '@backstage/plugin-permission-common';

/**
 * The one resource type of tenant decisions; a resource ref is `<cluster>/<namespace>`.
 * @public
 */
export const RESOURCE_TYPE_NAMESPACE = 'namespace';

/**
 * Read what runs in a namespace: workloads, events, logs, metrics and reports.
 * @public
 */
export const namespaceReadPermission = createPermission({
  name: 'tenancy.namespace.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_NAMESPACE,
});

/**
 * List all namespaces with their owners, and see all flagged entities: for the platform.
 * @public
 */
export const namespaceListPermission = createPermission({
  name: 'tenancy.namespace.list',
  attributes: { action: 'read' },
});

/**
 * Ask for access to a namespace.
 * @public
 */
export const accessRequestPermission = createPermission({
  name: 'tenancy.access.request',
  attributes: { action: 'create' },
});

/** @public */
export const tenancyPermissions = [
  namespaceReadPermission,
  namespaceListPermission,
  accessRequestPermission,
];
