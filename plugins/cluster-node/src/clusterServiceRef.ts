import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import type { ClusterService } from './ClusterService';
import { DefaultClusterService } from './DefaultClusterService';

/**
 * The one way our backends reach a Kubernetes API. Root scoped, so that all
 * plugins share one cache of tokens.
 * @public
 */
export const clusterServiceRef = createServiceRef<ClusterService>({
  id: 'aiops.cluster',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.rootLogger,
      },
      factory: ({ config, logger }) =>
        DefaultClusterService.fromConfig(config, { logger }),
    }),
});
