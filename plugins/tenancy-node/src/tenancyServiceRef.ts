import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { DecisionRecorder } from './DecisionRecorder';
import { DefaultTenancyService } from './DefaultTenancyService';
import { ownershipServiceRef } from './ownershipServiceRef';
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
        lifecycle: coreServices.lifecycle,
        ownership: ownershipServiceRef,
      },
      factory({ auth, userInfo, auditor, logger, lifecycle, ownership }) {
        const recorder = new DecisionRecorder({ auditor, logger });
        lifecycle.addShutdownHook(() => recorder.flush());
        return new DefaultTenancyService({
          auth,
          userInfo,
          ownership,
          recorder,
          logger,
        });
      },
    }),
});
