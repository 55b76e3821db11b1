import {
  LoggerService,
  RootLifecycleService,
} from '@backstage/backend-plugin-api';
import { ClusterService } from '@internal/plugin-cluster-node';
import { NamespaceRef } from '@internal/plugin-tenancy-common';
import { ClusterNamespaceIndex } from './ClusterNamespaceIndex';
import { Labels } from './namespaceApi';
import {
  NamespaceIndexService,
  NamespaceIndexStatus,
  NamespaceLookup,
} from './NamespaceIndexService';

/** One independent index for each configured cluster: a cluster that is down denies its own namespaces only. */
export class DefaultNamespaceIndexService implements NamespaceIndexService {
  readonly #indexes: Map<string, ClusterNamespaceIndex>;

  static start(options: {
    clusters: ClusterService;
    logger: LoggerService;
    lifecycle: RootLifecycleService;
    maxAgeMs: number;
  }): DefaultNamespaceIndexService {
    const { clusters, logger, lifecycle, maxAgeMs } = options;
    const indexes = new Map(
      clusters.list().map(({ name }) => [
        name,
        new ClusterNamespaceIndex({
          cluster: name,
          kubeConfig: clusters.forPlatform(name),
          logger,
          maxAgeMs,
        }),
      ]),
    );
    for (const index of indexes.values()) index.run();
    lifecycle.addShutdownHook(() => {
      for (const index of indexes.values()) index.stop();
    });
    return new DefaultNamespaceIndexService(indexes);
  }

  private constructor(indexes: Map<string, ClusterNamespaceIndex>) {
    this.#indexes = indexes;
  }

  async lookup(namespace: NamespaceRef): Promise<NamespaceLookup> {
    const index = this.#indexes.get(namespace.cluster);
    return index?.lookup(namespace.namespace) ?? { state: 'unknown-cluster' };
  }

  async entries(
    cluster: string,
  ): Promise<ReadonlyMap<string, Labels> | undefined> {
    return this.#indexes.get(cluster)?.entries();
  }

  status(): NamespaceIndexStatus[] {
    return [...this.#indexes.keys()]
      .sort()
      .map(cluster => this.#indexes.get(cluster)!.status());
  }
}
