import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { readTenancyConfig } from './config';
import { DecisionRecorder } from './DecisionRecorder';
import { DefaultTenancyService } from './DefaultTenancyService';
import { namespaceIndexServiceRef } from './namespaceIndexServiceRef';
import type { TenancyService } from './TenancyService';

/**
 * The one place that decides which namespaces a caller may read.
 * @public
 */
export const tenancyServiceRef = createServiceRef<TenancyService>({
  id: 'aiops.tenancy',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        auth: coreServices.auth,
        userInfo: coreServices.userInfo,
        auditor: coreServices.auditor,
        logger: coreServices.logger,
        config: coreServices.rootConfig,
        index: namespaceIndexServiceRef,
      },
      factory: ({ auth, userInfo, auditor, logger, config, index }) =>
        new DefaultTenancyService({
          auth,
          userInfo,
          index,
          config: readTenancyConfig(config),
          recorder: new DecisionRecorder({ auditor, logger }),
          logger,
        }),
    }),
});
