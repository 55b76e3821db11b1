import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import {
  ownershipServiceRef,
  tenancyServiceRef,
} from '@internal/plugin-tenancy-node';
import { DatabaseAccessRequestStore } from './database/DatabaseAccessRequestStore';
import { createRouter } from './router/createRouter';
import { AccessRequestService } from './service/AccessRequestService';
import { AccessService } from './service/AccessService';
import { CallerService } from './service/CallerService';
import { FlaggedEntities } from './service/FlaggedEntities';
import { NamespaceDirectory } from './service/NamespaceDirectory';
import { registerMetrics } from './service/registerMetrics';
import { registerNamespaceResource } from './service/registerNamespaceResource';
import { scheduleUpkeep } from './service/scheduleUpkeep';

/**
 * Who may see which namespace, for people, and the resource type `namespace`.
 * @public
 */
export const tenancyPlugin = createBackendPlugin({
  pluginId: 'tenancy',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        ownership: ownershipServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        tenancy: tenancyServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        registerNamespaceResource(deps);
        registerMetrics(deps);

        const store = await DatabaseAccessRequestStore.create(deps);
        const requests = new AccessRequestService({ ...deps, store });
        deps.httpRouter.use(
          await createRouter({
            ...deps,
            requests,
            callers: new CallerService(deps),
            access: new AccessService(deps),
            directory: new NamespaceDirectory(deps),
            flagged: new FlaggedEntities(deps),
          }),
        );
        await scheduleUpkeep({ ...deps, store, requests });
      },
    });
  },
});
