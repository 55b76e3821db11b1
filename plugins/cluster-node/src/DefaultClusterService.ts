import {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { KubeConfig } from '@kubernetes/client-node';
import { ClusterInfo, ClusterService, TenantClient } from './ClusterService';
import { ClusterConfig, readClustersConfig } from './config';
import { platformKubeConfig, tenantKubeConfig } from './kubeConfigs';
import { createPortalIdentity, PortalIdentity } from './portalIdentity';
import { TenantTokenSource } from './TenantTokenSource';

/** A configured cluster and who the portal is there. */
type KnownCluster = ClusterConfig & { portal: PortalIdentity };

/** Reads the clusters from configuration and hands out tenants' tokens. */
export class DefaultClusterService implements ClusterService {
  readonly #clusters: Map<string, KnownCluster>;
  readonly #tokens: TenantTokenSource;

  static fromConfig(
    config: RootConfigService,
    options: { logger: LoggerService },
  ): DefaultClusterService {
    const { logger } = options;
    const parsed = readClustersConfig(config);
    return new DefaultClusterService(
      parsed.clusters.map(cluster => ({
        ...cluster,
        portal: createPortalIdentity({
          cluster,
          config,
          logger,
          timeoutMs: parsed.requestTimeoutMs,
        }),
      })),
      new TenantTokenSource({
        serviceAccount: parsed.tenantServiceAccount,
        lifetimeMs: parsed.tokenLifetimeMs,
        timeoutMs: parsed.requestTimeoutMs,
      }),
    );
  }

  private constructor(clusters: KnownCluster[], tokens: TenantTokenSource) {
    this.#clusters = new Map(clusters.map(c => [c.name, c]));
    this.#tokens = tokens;
  }

  list(): ClusterInfo[] {
    return [...this.#clusters.values()].map(({ name, title, url }) => ({
      name,
      ...(title && { title }),
      url,
    }));
  }

  async forTenant(options: {
    scope: TenantScope;
    namespace: string;
    signal?: AbortSignal;
  }): Promise<TenantClient> {
    const { scope, namespace, signal } = options;
    signal?.throwIfAborted();
    if (
      scope?.$$type !== '@internal/TenantScope' ||
      !scope.namespaces.includes(namespace)
    ) {
      throw new NotAllowedError(
        `Namespace '${namespace}' is outside the caller's scope`,
      );
    }
    // Behind a scan there is no person, so that it gets no token.
    if (scope.purpose) {
      throw new NotAllowedError('The scope of a scan is for stores only');
    }
    const cluster = this.#get(scope.cluster);
    const { token, expiresAt } = await withSignal(
      this.#tokens.get({
        cluster: cluster.name,
        namespace,
        portal: () => platformKubeConfig(cluster, cluster.portal),
      }),
      signal,
    );
    return {
      cluster: cluster.name,
      namespace,
      kubeConfig: tenantKubeConfig(cluster, token),
      token,
      expiresAt,
    };
  }

  refused(client: TenantClient): void {
    this.#tokens.drop(client);
  }

  forPlatform(cluster: string): KubeConfig {
    const known = this.#get(cluster);
    return platformKubeConfig(known, known.portal);
  }

  #get(name: string): KnownCluster {
    const cluster = this.#clusters.get(name);
    if (!cluster)
      throw new NotFoundError(`Cluster '${name}' is not configured`);
    return cluster;
  }
}

/** Lets one caller stop waiting without stopping what others wait for. */
async function withSignal<T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (!signal) return promise;
  let onAbort: () => void;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  return Promise.race([promise, aborted]).finally(() =>
    signal.removeEventListener('abort', onAbort),
  );
}
