import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { authProvidersExtensionPoint } from '@backstage/plugin-auth-node';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { createZitadelProviderFactory } from './createZitadelProviderFactory';
import { GroupDifferences } from './GroupDifferences';

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
        logger: coreServices.logger,
        providers: authProvidersExtensionPoint,
      },
      async init({ auditor, auth, catalog, logger, providers }) {
        providers.registerProvider({
          providerId: 'zitadel',
          factory: createZitadelProviderFactory({
            logger,
            differences: new GroupDifferences({
              auditor,
              auth,
              catalog,
              logger,
            }),
          }),
        });
      },
    });
  },
});
