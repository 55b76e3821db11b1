import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { readPolicyConfig } from './config';
import { TenancyPolicy } from './TenancyPolicy';

/**
 * The portal's one permission policy: default deny, teams see their own.
 * @public
 */
export const permissionModuleTenancyPolicy = createBackendModule({
  pluginId: 'permission',
  moduleId: 'tenancy-policy',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        policy: policyExtensionPoint,
      },
      async init({ config, logger, policy }) {
        policy.setPolicy(
          new TenancyPolicy({
            config: readPolicyConfig(config),
            logger,
          }),
        );
      },
    });
  },
});
