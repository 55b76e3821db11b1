import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { clusterServiceRef } from '@internal/plugin-cluster-node';
import { observabilityPermissions } from '@internal/plugin-observability-common';
import { observabilityServiceRef } from '@internal/plugin-observability-node';
import { tenancyServiceRef } from '@internal/plugin-tenancy-node';
import { TelemetryAccess } from './access/TelemetryAccess';
import { registerActions } from './actions/registerActions';
import { LogQuestions } from './logs/LogQuestions';
import { MetricQuestions } from './metrics/MetricQuestions';
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
        actionsRegistry: actionsRegistryServiceRef,
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
        const logs = new LogQuestions({ ...deps, access });
        const metrics = new MetricQuestions({ ...deps, access });

        deps.permissionsRegistry.addPermissions(observabilityPermissions);
        deps.httpRouter.use(
          await createRouter({ ...deps, access, logs, metrics }),
        );
        registerActions({ ...deps, access, logs, metrics });
      },
    });
  },
});
