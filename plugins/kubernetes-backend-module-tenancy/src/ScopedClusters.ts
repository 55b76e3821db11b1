import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import { TenantScope } from '@internal/plugin-tenancy-common';

/** On whose behalf a cluster was handed out, and for which namespaces. */
export type ClusterBinding = {
  credentials: BackstageCredentials;
  scope: TenantScope;
};

/**
 * Remembers for whom the supplier handed out which cluster object.
 *
 * @remarks
 * The stock plugin gives its fetcher no credentials, only the cluster object that
 * the supplier made for the request. That very object is the key: nothing a
 * client sends can make one, nothing of it is ever serialised, and whoever copies
 * the object ends up with one that opens nothing.
 */
export class ScopedClusters {
  readonly #bindings = new WeakMap<ClusterDetails, ClusterBinding>();

  bind(cluster: ClusterDetails, binding: ClusterBinding): ClusterDetails {
    this.#bindings.set(cluster, binding);
    return cluster;
  }

  get(cluster: ClusterDetails): ClusterBinding | undefined {
    return this.#bindings.get(cluster);
  }
}
