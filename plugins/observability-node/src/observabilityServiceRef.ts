import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { DefaultObservabilityService } from './DefaultObservabilityService';
import { ObservabilityService } from './ObservabilityService';

/**
 * Log and metric stores of the clusters, as `observability` in the configuration
 * names them. All plugins of a backend share the stores and their limits.
 * @public
 */
export const observabilityServiceRef = createServiceRef<ObservabilityService>({
  id: 'observability',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { rootConfig: coreServices.rootConfig },
      createRootContext: ({ rootConfig }) =>
        DefaultObservabilityService.fromConfig(rootConfig),
      factory: (_deps, stores) => stores,
    }),
});
