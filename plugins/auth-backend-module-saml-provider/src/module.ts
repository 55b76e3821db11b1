import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { authProvidersExtensionPoint } from '@backstage/plugin-auth-node';
import { readUserNamespaces } from '@internal/plugin-sign-in-node';
import { AnsweredRequests } from './AnsweredRequests';
import { readSamlConfig } from './config';
import { createMetadataRouter } from './createMetadataRouter';
import { SamlProvider } from './SamlProvider';

/**
 * Sign-in at a SAML 2.0 identity provider; off unless `auth.providers.saml` is configured.
 * @public
 */
export const authModuleSamlProvider = createBackendModule({
  pluginId: 'auth',
  moduleId: 'saml-provider',
  register(reg) {
    reg.registerInit({
      deps: {
        auditor: coreServices.auditor,
        config: coreServices.rootConfig,
        database: coreServices.database,
        discovery: coreServices.discovery,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
        providers: authProvidersExtensionPoint,
        scheduler: coreServices.scheduler,
      },
      async init(deps) {
        const { auditor, logger, providers } = deps;
        const userNamespaces = readUserNamespaces(deps.config);
        const section = deps.config.getOptionalConfig('auth.providers.saml');
        if (!section) return;

        const config = readSamlConfig(
          section,
          await deps.discovery.getExternalBaseUrl('auth'),
        );
        const answered = await AnsweredRequests.create(deps);
        await deps.scheduler.scheduleTask({
          id: 'saml-forget-answered-requests',
          frequency: { minutes: 30 },
          timeout: { minutes: 1 },
          fn: async () => {
            await answered.deleteExpired();
          },
        });
        deps.httpRouter.use(createMetadataRouter(config));
        providers.registerProvider({
          providerId: 'saml',
          factory: context =>
            new SamlProvider({
              context,
              config,
              userNamespace: userNamespaces.get('saml')!,
              answered,
              auditor,
              logger,
            }),
        });
      },
    });
  },
});
