import { createPermission } from '@backstage/plugin-permission-common';

/** Use logs, metrics, traces and anomalies at all; which namespaces is decided by tenancy. @public */
export const observabilityReadPermission = createPermission({
  name: 'observability.read',
  attributes: { action: 'read' },
});

/** Mute anomalies of the namespaces that tenancy grants. @public */
export const observabilityMutePermission = createPermission({
  name: 'observability.anomaly.mute',
  attributes: { action: 'update' },
});

/** @public */
export const observabilityPermissions = [
  observabilityReadPermission,
  observabilityMutePermission,
];
