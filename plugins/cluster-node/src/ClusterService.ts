import { TenantScope } from '@internal/plugin-tenancy-common';
import { KubeConfig } from '@kubernetes/client-node';

/** @public */
export type ClusterInfo = { name: string; title?: string; url: string };

/**
 * The one way our backends reach a Kubernetes API.
 *
 * @remarks
 * Clusters come from the stock key `kubernetes.clusterLocatorMethods`, so that
 * the stock Kubernetes plugin and ours never disagree about what exists.
 *
 * @public
 */
export interface ClusterService {
  list(): ClusterInfo[];

  /**
   * A client configuration that holds the short-lived token of the tenant's own
   * ServiceAccount in `namespace` (TokenRequest; cached until shortly before
   * expiry, refreshed once under concurrency).
   *
   * @throws NotAllowedError when `namespace` is outside the scope;
   * NotFoundError when the cluster is unknown;
   * ServiceUnavailableError when the API server does not answer.
   */
  forTenant(options: {
    scope: TenantScope;
    namespace: string;
    signal?: AbortSignal;
  }): Promise<TenantClient>;

  /**
   * Says that the API server answered 401 to a client: its token is dropped, and
   * the next one is asked for. A token dies with its ServiceAccount, which the
   * portal does not see.
   */
  refused(client: TenantClient): void;

  /**
   * The portal's own identity, for the namespace index only. Its RBAC allows
   * `list` and `watch` of namespaces and `create` of named ServiceAccount tokens.
   */
  forPlatform(cluster: string): KubeConfig;
}

/** @public */
export type TenantClient = {
  cluster: string;
  namespace: string;
  /** For typed API clients: `kubeConfig.makeApiClient(CoreV1Api)`. */
  kubeConfig: KubeConfig;
  /** For callers that bring their own HTTP, such as the stock Kubernetes fetcher. */
  token: string;
  expiresAt: Date;
};
