import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { ConfinedSourcesProcessor } from './ConfinedSourcesProcessor';
import { createPlaceholderResolver } from './createPlaceholderResolver';

/**
 * Keeps what an entity makes the portal read inside the folder of its own descriptor.
 * @public
 */
export const catalogModuleConfinedSources = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'confined-sources',
  register(reg) {
    reg.registerInit({
      deps: {
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ catalog, config }) {
        const integrations = ScmIntegrations.fromConfig(config);
        // These take the place of the stock resolvers of the same names.
        for (const key of ['text', 'json', 'yaml'] as const) {
          catalog.addPlaceholderResolver(key, createPlaceholderResolver(key));
        }
        catalog.addProcessor(
          new ConfinedSourcesProcessor({
            resolveUrl: (url, base) => integrations.resolveUrl({ url, base }),
          }),
        );
      },
    });
  },
});
