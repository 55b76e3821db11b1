import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { githubAuthenticator } from '@backstage/plugin-auth-backend-module-github-provider';
import { googleAuthenticator } from '@backstage/plugin-auth-backend-module-google-provider';
import { microsoftAuthenticator } from '@backstage/plugin-auth-backend-module-microsoft-provider';
import { authProvidersExtensionPoint } from '@backstage/plugin-auth-node';
import { readUserNamespaces } from '@internal/plugin-sign-in-node';
import { createStockProviderFactory } from './createStockProviderFactory';
import {
  readGithubClaims,
  readGoogleClaims,
  readMicrosoftClaims,
} from './readClaims';

/**
 * Sign-in at Microsoft Entra, GitHub and Google, each off unless configured.
 * @public
 */
export const authModuleStockProviders = createBackendModule({
  pluginId: 'auth',
  moduleId: 'stock-providers',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        providers: authProvidersExtensionPoint,
      },
      async init({ config, logger, providers }) {
        const common = { userNamespaces: readUserNamespaces(config), logger };
        providers.registerProvider({
          providerId: 'microsoft',
          factory: createStockProviderFactory({
            ...common,
            authenticator: microsoftAuthenticator,
            readClaims: (result, c) =>
              readMicrosoftClaims(result, {
                tenantId: c.getString('tenantId'),
                clientId: c.getString('clientId'),
              }),
            bounded: true,
          }),
        });
        providers.registerProvider({
          providerId: 'github',
          factory: createStockProviderFactory({
            ...common,
            authenticator: githubAuthenticator,
            readClaims: readGithubClaims,
            // Everybody has an account there.
            bounded: false,
          }),
        });
        providers.registerProvider({
          providerId: 'google',
          factory: createStockProviderFactory({
            ...common,
            authenticator: googleAuthenticator,
            readClaims: readGoogleClaims,
            bounded: false,
          }),
        });
      },
    });
  },
});
