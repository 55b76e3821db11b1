import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { clusterServiceRef } from '@internal/plugin-cluster-node';
import { observabilityPermissions } from '@internal/plugin-observability-common';
import { observabilityServiceRef } from '@internal/plugin-observability-node';
import {
  scanTenancyServiceRef,
  tenancyServiceRef,
} from '@internal/plugin-tenancy-node';
import { TelemetryAccess } from './access/TelemetryAccess';
import { registerActions } from './actions/registerActions';
import { AnomalyNotifier } from './anomalies/AnomalyNotifier';
import { AnomalyScanner } from './anomalies/AnomalyScanner';
import { AnomalyService } from './anomalies/AnomalyService';
import { createAnomalyStores } from './anomalies/createAnomalyStores';
import { scheduleScans } from './anomalies/scheduleScans';
import { readAnomalyConfig } from './config';
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
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
        notifications: notificationService,
        observability: observabilityServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scanTenancy: scanTenancyServiceRef,
        scheduler: coreServices.scheduler,
        tenancy: tenancyServiceRef,
      },
      async init(deps) {
        const access = new TelemetryAccess(deps);
        const logs = new LogQuestions({ ...deps, access });
        const metrics = new MetricQuestions({ ...deps, access });
        const stores = await createAnomalyStores(deps.database);
        const anomalies = new AnomalyService({
          ...deps,
          access,
          store: stores.anomalies,
        });

        deps.permissionsRegistry.addPermissions(observabilityPermissions);
        deps.httpRouter.use(
          await createRouter({ ...deps, access, logs, metrics, anomalies }),
        );
        registerActions({ ...deps, access, logs, metrics, anomalies });

        const config = readAnomalyConfig(deps.config);
        const notifier = new AnomalyNotifier({
          ...deps,
          store: stores.scans,
          minConfidence: config.notifyConfidence,
        });
        const scanner = new AnomalyScanner({
          ...deps,
          config,
          notifier,
          store: stores.scans,
          tenancy: deps.scanTenancy,
        });
        await scheduleScans({
          ...deps,
          config,
          scanner,
          store: stores.anomalies,
        });
      },
    });
  },
});
