import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { clusterServiceRef } from '@internal/plugin-cluster-node';
import { rcaCollectorsExtensionPoint } from '@internal/plugin-rca-node';
import { readK8sgptConfig } from './config';
import { K8sgptCollector } from './K8sgptCollector';

/**
 * Adds what k8sgpt finds to root-cause analysis, where it is configured.
 * @public
 */
export const rcaModuleK8sgpt = createBackendModule({
  pluginId: 'rca',
  moduleId: 'k8sgpt',
  register(reg) {
    reg.registerInit({
      deps: {
        clusters: clusterServiceRef,
        collectors: rcaCollectorsExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ clusters, collectors, config: rootConfig }) {
        const config = readK8sgptConfig(rootConfig, {
          clusters: clusters.list().map(({ name }) => name),
        });
        if (config) {
          collectors.addCollector(
            K8sgptCollector.fromConfig(config, { clusters }),
          );
        }
      },
    });
  },
});
