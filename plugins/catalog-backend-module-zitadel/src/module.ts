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
import { createStatusRouter } from './createStatusRouter';
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
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
        processing: catalogProcessingExtensionPoint,
        scheduler: coreServices.scheduler,
      },
      async init(deps) {
        const { auth, catalog, logger, processing, scheduler } = deps;
        const providers = new Map<string, ZitadelEntityProvider>();
        const configs = readZitadelProviderConfigs(deps.config, id =>
          logger.info(
            `People and groups are not synchronised from ZITADEL: catalog.providers.zitadel.${id} has neither token nor serviceUserKey (OIDC_SERVICE_TOKEN)`,
          ),
        );
        for (const config of configs) {
          const provider = new ZitadelEntityProvider({
            config,
            client: new ZitadelClient(new ZitadelHttp(config), config.client),
            catalog,
            auth,
            logger,
            // The signal aborts at the schedule's time limit and at shutdown.
            schedule: fn =>
              scheduler.scheduleTask({
                ...config.schedule,
                id: `zitadel-sync-${config.id}`,
                fn,
              }),
          });
          processing.addEntityProvider(provider);
          providers.set(config.id, provider);
        }
        deps.httpRouter.use(
          createStatusRouter({ providers, httpAuth: deps.httpAuth }),
        );
      },
    });
  },
});
