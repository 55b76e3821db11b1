import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { clusterServiceRef } from '@internal/plugin-cluster-node';
import { readTenancyConfig } from './config';
import { DefaultOwnershipService } from './DefaultOwnershipService';
import { namespaceIndexServiceRef } from './namespaceIndexServiceRef';
import type { OwnershipService } from './OwnershipService';

/**
 * What the trusted sources say about namespaces, for the tenancy service, its pages
 * and the catalog's processor. Root scoped: the rules are read once.
 * @public
 */
export const ownershipServiceRef = createServiceRef<OwnershipService>({
  id: 'aiops.namespace-ownership',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        clusters: clusterServiceRef,
        config: coreServices.rootConfig,
        index: namespaceIndexServiceRef,
        logger: coreServices.rootLogger,
      },
      factory: ({ clusters, config, index, logger }) =>
        DefaultOwnershipService.create({
          clusters,
          config: readTenancyConfig(config),
          index,
          logger: logger.child({ service: 'namespace-ownership' }),
        }),
    }),
});
