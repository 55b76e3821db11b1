import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { clusterServiceRef } from '@internal/plugin-cluster-node';
import { observabilityPermissions } from '@internal/plugin-observability-common';
import { observabilityServiceRef } from '@internal/plugin-observability-node';
import { tenancyServiceRef } from '@internal/plugin-tenancy-node';
import { TelemetryAccess } from './access/TelemetryAccess';
import { WorkloadLines } from './logs/WorkloadLines';
import { createRouter } from './router/createRouter';

/**
 * Logs, metrics, traces and anomalies of the caller's namespaces.
 * @public
 */
export const observabilityPlugin = createBackendPlugin({
  pluginId: 'observability',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        clusters: clusterServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        observability: observabilityServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        tenancy: tenancyServiceRef,
      },
      async init(deps) {
        const access = new TelemetryAccess(deps);
        const lines = new WorkloadLines(deps);

        deps.permissionsRegistry.addPermissions(observabilityPermissions);
        deps.httpRouter.use(await createRouter({ ...deps, access, lines }));
      },
    });
  },
});
