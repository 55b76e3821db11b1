import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { ZitadelClient, ZitadelHttp } from './client';
import { readZitadelProviderConfigs } from './config';
import { ZitadelEntityProvider } from './ZitadelEntityProvider';

/**
 * Users, groups and memberships of ZITADEL as entities of the catalog.
 * @public
 */
export const catalogModuleZitadel = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'zitadel',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        processing: catalogProcessingExtensionPoint,
        scheduler: coreServices.scheduler,
      },
      async init({ auth, catalog, config, logger, processing, scheduler }) {
        for (const provider of readZitadelProviderConfigs(config)) {
          const client = new ZitadelClient(
            new ZitadelHttp(provider),
            provider.client,
          );
          processing.addEntityProvider(
            new ZitadelEntityProvider({
              config: provider,
              client,
              catalog,
              auth,
              logger,
              // The signal aborts at the schedule's time limit and at shutdown.
              schedule: fn =>
                scheduler.scheduleTask({
                  ...provider.schedule,
                  id: `zitadel-sync-${provider.id}`,
                  fn,
                }),
            }),
          );
        }
      },
    });
  },
});
