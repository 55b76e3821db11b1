import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { githubAuthenticator } from '@backstage/plugin-auth-backend-module-github-provider';
import { googleAuthenticator } from '@backstage/plugin-auth-backend-module-google-provider';
import { microsoftAuthenticator } from '@backstage/plugin-auth-backend-module-microsoft-provider';
import { authProvidersExtensionPoint } from '@backstage/plugin-auth-node';
import { readUserNamespaces } from '@internal/plugin-sign-in-node';
import {
  createStockProviderFactory,
  StockProvider,
} from './createStockProviderFactory';
import {
  readGithubClaims,
  readGoogleClaims,
  readMicrosoftClaims,
} from './readClaims';

/** Whom each provider speaks of, and whether it bounds who may sign in by itself. */
const STOCK_PROVIDERS: Record<string, StockProvider> = {
  microsoft: {
    authenticator: microsoftAuthenticator,
    readClaims: (result, config) =>
      readMicrosoftClaims(result, {
        tenantId: config.getString('tenantId'),
        clientId: config.getString('clientId'),
      }),
    bounded: true,
  },
  // Everybody can have an account at these two.
  github: {
    authenticator: githubAuthenticator,
    readClaims: readGithubClaims,
    bounded: false,
  },
  google: {
    authenticator: googleAuthenticator,
    readClaims: readGoogleClaims,
    bounded: false,
  },
};

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
        const userNamespaces = readUserNamespaces(config);
        for (const [providerId, rule] of Object.entries(STOCK_PROVIDERS)) {
          if (!config.has(`auth.providers.${providerId}`)) continue;
          providers.registerProvider({
            providerId,
            factory: createStockProviderFactory({
              ...rule,
              userNamespaces,
              logger,
            }),
          });
        }
      },
    });
  },
});
