import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { authProvidersExtensionPoint } from '@backstage/plugin-auth-node';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { createStatusRouter } from './createStatusRouter';
import { createZitadelProviderFactory } from './createZitadelProviderFactory';
import { GroupDifferences } from './GroupDifferences';
import { LazyProvider } from './LazyProvider';
import { readSignInConfig } from './readSignInConfig';
import { RefusalRecord } from './RefusalRecord';

/**
 * Sign-in at ZITADEL, or at another OpenID provider that sends roles.
 * @public
 */
export const authModuleZitadelProvider = createBackendModule({
  pluginId: 'auth',
  moduleId: 'zitadel-provider',
  register(reg) {
    reg.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        providers: authProvidersExtensionPoint,
      },
      async init(deps) {
        const { auditor, auth, catalog, httpRouter, logger } = deps;
        const config = readSignInConfig(deps.config);
        if (!config) return;

        const ending = new AbortController();
        deps.lifecycle.addShutdownHook(() => ending.abort());
        const providers = new Map<string, LazyProvider>();
        httpRouter.use(createStatusRouter(providers));
        deps.providers.registerProvider({
          providerId: 'zitadel',
          factory: createZitadelProviderFactory({
            config,
            logger,
            differences: new GroupDifferences({
              auditor,
              auth,
              catalog,
              logger,
            }),
            refusals: new RefusalRecord({ auditor, logger }),
            onProvider(environment, provider) {
              providers.set(environment, provider);
              void provider.warmUp(ending.signal);
            },
          }),
        });
      },
    });
  },
});
