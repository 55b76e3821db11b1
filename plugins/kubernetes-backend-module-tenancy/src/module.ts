import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  kubernetesClusterSupplierExtensionPoint,
  kubernetesFetcherExtensionPoint,
  kubernetesRouterExtensionPoint,
} from '@backstage/plugin-kubernetes-node';
import { clusterServiceRef } from '@internal/plugin-cluster-node';
import { tenancyServiceRef } from '@internal/plugin-tenancy-node';
import { readAllowedResources } from './allowedResources';
import { createTenantRouter } from './createTenantRouter';
import { createNamespaceRouter } from './namespaces/createNamespaceRouter';
import { NamespaceReader } from './namespaces/NamespaceReader';
import { ScopedClusters } from './ScopedClusters';
import { TenantClusterSupplier } from './TenantClusterSupplier';
import { TenantFetcher } from './TenantFetcher';

/**
 * Keeps the stock Kubernetes plugin inside the caller's namespaces.
 * @public
 */
export const kubernetesModuleTenancy = createBackendModule({
  pluginId: 'kubernetes',
  moduleId: 'tenancy',
  register(reg) {
    reg.registerInit({
      deps: {
        auditor: coreServices.auditor,
        config: coreServices.rootConfig,
        httpAuth: coreServices.httpAuth,
        permissions: coreServices.permissions,
        clusters: clusterServiceRef,
        tenancy: tenancyServiceRef,
        supplier: kubernetesClusterSupplierExtensionPoint,
        fetcher: kubernetesFetcherExtensionPoint,
        router: kubernetesRouterExtensionPoint,
      },
      async init(deps) {
        const { auditor, config, httpAuth, clusters, tenancy } = deps;
        const { permissions } = deps;
        const scoped = new ScopedClusters();
        const allowed = readAllowedResources(config);

        deps.supplier.addClusterSupplier(async ({ getDefault }) => {
          const all = await getDefault();
          return new TenantClusterSupplier({ all, clusters, tenancy, scoped });
        });
        deps.fetcher.addFetcher(async ({ getDefault }) => {
          const stock = await getDefault();
          return new TenantFetcher({
            stock,
            clusters,
            tenancy,
            scoped,
            allowed,
          });
        });
        deps.router.addRouter(({ getDefault }) =>
          createTenantRouter({
            stock: getDefault(),
            namespaces: createNamespaceRouter({
              httpAuth,
              permissions,
              auditor,
              reader: new NamespaceReader({ tenancy, clusters }),
            }),
            httpAuth,
            auditor,
          }),
        );
      },
    });
  },
});
