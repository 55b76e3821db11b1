import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { authProvidersExtensionPoint } from '@backstage/plugin-auth-node';
import { readUserNamespaces } from '@internal/plugin-sign-in-node';
import { readLdapConfig } from './config';
import { LdapDirectory } from './LdapDirectory';
import { LdapProvider } from './LdapProvider';
import { LdapSessions } from './LdapSessions';

/**
 * Sign-in with name and password of an LDAP directory; off unless
 * `auth.providers.ldap` is configured.
 * @public
 */
export const authModuleLdapProvider = createBackendModule({
  pluginId: 'auth',
  moduleId: 'ldap-provider',
  register(reg) {
    reg.registerInit({
      deps: {
        auditor: coreServices.auditor,
        config: coreServices.rootConfig,
        database: coreServices.database,
        logger: coreServices.logger,
        providers: authProvidersExtensionPoint,
        scheduler: coreServices.scheduler,
      },
      async init(deps) {
        const { auditor, logger, providers } = deps;
        const userNamespaces = readUserNamespaces(deps.config);
        const section = deps.config.getOptionalConfig('auth.providers.ldap');
        if (!section) return;

        const config = readLdapConfig(section);
        const directory = new LdapDirectory({ config, logger });
        const sessions = await LdapSessions.create(deps);
        await deps.scheduler.scheduleTask({
          id: 'ldap-forget-sessions',
          frequency: { minutes: 30 },
          timeout: { minutes: 1 },
          fn: async () => {
            await sessions.deleteExpired();
          },
        });
        providers.registerProvider({
          providerId: 'ldap',
          factory: context =>
            new LdapProvider({
              context,
              config,
              userNamespace: userNamespaces.get('ldap')!,
              directory,
              sessions,
              auditor,
              logger,
            }),
        });
      },
    });
  },
});
