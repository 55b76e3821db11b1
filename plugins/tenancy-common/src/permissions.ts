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

/** @public */
export const tenancyPermissions = [namespaceReadPermission];
