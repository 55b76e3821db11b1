import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { authProvidersExtensionPoint } from '@backstage/plugin-auth-node';
import { createZitadelProviderFactory } from './createZitadelProviderFactory';

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
        logger: coreServices.logger,
        providers: authProvidersExtensionPoint,
      },
      async init({ logger, providers }) {
        providers.registerProvider({
          providerId: 'zitadel',
          factory: createZitadelProviderFactory(logger),
        });
      },
    });
  },
});
