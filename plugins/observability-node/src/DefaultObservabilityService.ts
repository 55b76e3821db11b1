import { Config } from '@backstage/config';
import { NotFoundError } from '@backstage/errors';
import { readObservabilityConfig } from './config';
import { LogStore } from './LogStore';
import { MetricStore } from './MetricStore';
import { ObservabilityService } from './ObservabilityService';
import { VictoriaLogsStore } from './victoria/VictoriaLogsStore';
import { VictoriaMetricsStore } from './victoria/VictoriaMetricsStore';
import { Vocabulary } from './Vocabulary';

type ClusterStores = {
  logs?: LogStore;
  metrics?: MetricStore;
  vocabulary: Vocabulary;
};

/**
 * Builds every configured store once, so that its concurrency limit holds for
 * the whole backend.
 * @public
 */
export class DefaultObservabilityService implements ObservabilityService {
  readonly #clusters: Map<string, ClusterStores>;
  readonly #vocabulary: Vocabulary;

  static fromConfig(root: Config): DefaultObservabilityService {
    const { clusters, vocabulary } = readObservabilityConfig(root);
    const stores = [...clusters].map(([cluster, config]) => {
      const common = { cluster, vocabulary: config.vocabulary };
      const built: ClusterStores = {
        logs:
          config.logs &&
          new VictoriaLogsStore({ ...common, config: config.logs }),
        metrics:
          config.metrics &&
          new VictoriaMetricsStore({ ...common, config: config.metrics }),
        vocabulary: config.vocabulary,
      };
      return [cluster, built] as const;
    });
    return new DefaultObservabilityService(new Map(stores), vocabulary);
  }

  private constructor(
    clusters: Map<string, ClusterStores>,
    vocabulary: Vocabulary,
  ) {
    this.#clusters = clusters;
    this.#vocabulary = vocabulary;
  }

  logs(cluster: string): LogStore {
    const store = this.#clusters.get(cluster)?.logs;
    if (!store) {
      throw new NotFoundError(
        `No log store is configured for cluster '${cluster}', set observability.clusters.${cluster}.logs`,
      );
    }
    return store;
  }

  metrics(cluster: string): MetricStore {
    const store = this.#clusters.get(cluster)?.metrics;
    if (!store) {
      throw new NotFoundError(
        `No metric store is configured for cluster '${cluster}', set observability.clusters.${cluster}.metrics`,
      );
    }
    return store;
  }

  vocabulary(cluster: string): Vocabulary {
    return this.#clusters.get(cluster)?.vocabulary ?? this.#vocabulary;
  }
}
