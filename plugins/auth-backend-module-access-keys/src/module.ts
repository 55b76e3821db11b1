import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { authProvidersExtensionPoint } from '@backstage/plugin-auth-node';
import { readUserNamespaces } from '@internal/plugin-sign-in-node';
import {
  readPlatformGroups,
  tenancyServiceRef,
} from '@internal/plugin-tenancy-node';
import express from 'express';
import { AccessKeyIssuer } from './AccessKeyIssuer';
import { AccessKeyService } from './AccessKeyService';
import { readAccessKeyConfig, requireAccessRestrictions } from './config';
import { DatabaseAccessKeyStore } from './database/DatabaseAccessKeyStore';
import { KeyAudit } from './KeyAudit';
import { createExchangeRouter } from './router/createExchangeRouter';
import { createManageRouter } from './router/createManageRouter';
import { scheduleUpkeep } from './scheduleUpkeep';

/** Longest body of a request: 50 namespaces are about 8 kB. */
const MAX_BODY = '32kb';

/**
 * Keys for machines, owned by groups; off unless `auth.providers.accessKeys` is
 * present. It also refuses static tokens that nothing restricts, on or off.
 * @public
 */
export const authModuleAccessKeys = createBackendModule({
  pluginId: 'auth',
  moduleId: 'access-keys',
  register(reg) {
    reg.registerInit({
      deps: {
        auditor: coreServices.auditor,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        providers: authProvidersExtensionPoint,
        scheduler: coreServices.scheduler,
        tenancy: tenancyServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        requireAccessRestrictions(deps.config);
        readUserNamespaces(deps.config);
        const section = deps.config.getOptionalConfig(
          'auth.providers.accessKeys',
        );
        if (!section) return;

        const config = readAccessKeyConfig(section);
        const audit = new KeyAudit(deps);
        const issuer = new AccessKeyIssuer();
        const store = await DatabaseAccessKeyStore.create(deps);
        const service = new AccessKeyService({
          store,
          issuer,
          tenancy: deps.tenancy,
          config,
        });
        deps.providers.registerProvider({
          providerId: 'accessKeys',
          factory: issuer.factory,
        });
        deps.httpRouter.use(
          express.Router().use(
            '/access-keys/v1',
            express.json({ limit: MAX_BODY }),
            createExchangeRouter({ store, issuer, audit }),
            createManageRouter({
              ...deps,
              service,
              audit,
              platformGroups: readPlatformGroups(deps.config),
            }),
          ),
        );
        await scheduleUpkeep({ ...deps, store, issuer });
      },
    });
  },
});
