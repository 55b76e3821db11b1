import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { ownershipServiceRef } from '@internal/plugin-tenancy-node';
import { readNamespaceAnnotations } from './config';
import { TenancyEntityProcessor } from './TenancyEntityProcessor';

/**
 * Flags catalog entities that point at namespaces which their owners do not own.
 * @public
 */
export const catalogModuleTenancy = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'tenancy',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        ownership: ownershipServiceRef,
        processing: catalogProcessingExtensionPoint,
      },
      async init({ config, ownership, processing }) {
        processing.addProcessor(
          new TenancyEntityProcessor({
            ownership,
            namespaceAnnotations: readNamespaceAnnotations(config),
          }),
        );
      },
    });
  },
});
