import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { ANNOTATION_KUBERNETES_AUTH_PROVIDER } from '@backstage/plugin-kubernetes-common';
import {
  ClusterDetails,
  KubernetesClustersSupplier,
} from '@backstage/plugin-kubernetes-node';
import { ClusterService } from '@internal/plugin-cluster-node';
import { TenancyService } from '@internal/plugin-tenancy-node';
import { ScopedClusters } from './ScopedClusters';

/**
 * Stands where the portal's own token would be. The fetcher replaces it for each
 * namespace; should anything else use it, the cluster answers 401. It also keeps
 * the stock plugin from reading the portal's token off the disk.
 */
const NO_TOKEN = 'the-portal-has-no-token-here';

/** Layer 1: each request sees only the clusters in which its caller may read something. */
export class TenantClusterSupplier implements KubernetesClustersSupplier {
  readonly #all: KubernetesClustersSupplier;
  readonly #clusters: ClusterService;
  readonly #tenancy: TenancyService;
  readonly #scoped: ScopedClusters;

  constructor(options: {
    all: KubernetesClustersSupplier;
    clusters: ClusterService;
    tenancy: TenancyService;
    scoped: ScopedClusters;
  }) {
    this.#all = options.all;
    this.#clusters = options.clusters;
    this.#tenancy = options.tenancy;
    this.#scoped = options.scoped;
  }

  async getClusters(options: {
    credentials: BackstageCredentials;
  }): Promise<ClusterDetails[]> {
    const credentials = options?.credentials;
    if (!credentials) return [];
    const grants = await this.#tenancy.list({ credentials });
    if (grants.length === 0) return [];

    const known = new Set(this.#clusters.list().map(({ name }) => name));
    const visible: ClusterDetails[] = [];
    for (const cluster of await this.#all.getClusters({ credentials })) {
      const namespaces = grants
        .filter(grant => grant.cluster === cluster.name)
        .map(grant => grant.namespace);
      if (known.has(cluster.name) && namespaces.length > 0) {
        const scope = await this.#tenancy.scope({
          credentials,
          cluster: cluster.name,
          namespaces,
        });
        visible.push(
          this.#scoped.bind(withoutCredentials(cluster), {
            credentials,
            scope,
          }),
        );
      }
    }
    return visible;
  }
}

/** A copy, because the stock supplier hands out shared objects, and without anything secret. */
function withoutCredentials(cluster: ClusterDetails): ClusterDetails {
  return {
    ...cluster,
    authMetadata: {
      [ANNOTATION_KUBERNETES_AUTH_PROVIDER]: 'serviceAccount',
      serviceAccountToken: NO_TOKEN,
    },
  };
}
