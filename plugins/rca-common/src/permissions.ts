import { createPermission } from '@backstage/plugin-permission-common';

/** Start and cancel investigations at all; which namespaces is decided by tenancy. @public */
export const rcaInvestigatePermission = createPermission({
  name: 'rca.investigate',
  attributes: { action: 'create' },
});

/** Use the plugin at all: list and read reports; which ones is decided by tenancy. @public */
export const rcaReadPermission = createPermission({
  name: 'rca.report.read',
  attributes: { action: 'read' },
});

/** @public */
export const rcaPermissions = [rcaInvestigatePermission, rcaReadPermission];
