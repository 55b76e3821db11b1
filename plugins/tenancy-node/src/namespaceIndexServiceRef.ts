import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { clusterServiceRef } from '@internal/plugin-cluster-node';
import { readTenancyConfig } from './config';
import { DefaultNamespaceIndexService } from './DefaultNamespaceIndexService';
import type { NamespaceIndexService } from './NamespaceIndexService';

/**
 * The namespaces of all clusters, kept by watch through the portal's own
 * identity. Root scoped: one watch a cluster, however many plugins ask.
 * @public
 */
export const namespaceIndexServiceRef = createServiceRef<NamespaceIndexService>(
  {
    id: 'aiops.namespace-index',
    scope: 'root',
    defaultFactory: async service =>
      createServiceFactory({
        service,
        deps: {
          clusters: clusterServiceRef,
          config: coreServices.rootConfig,
          logger: coreServices.rootLogger,
          lifecycle: coreServices.rootLifecycle,
        },
        factory: ({ clusters, config, logger, lifecycle }) =>
          DefaultNamespaceIndexService.start({
            clusters,
            logger: logger.child({ service: 'namespace-index' }),
            lifecycle,
            maxAgeMs: readTenancyConfig(config).maxIndexAgeMs,
          }),
      }),
  },
);
