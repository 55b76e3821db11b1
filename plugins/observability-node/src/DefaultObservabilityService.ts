import { Config } from '@backstage/config';
import { NotFoundError } from '@backstage/errors';
import { readObservabilityConfig, StoreKind } from './config';
import { LogStore } from './LogStore';
import { MetricStore } from './MetricStore';
import { ObservabilityService } from './ObservabilityService';
import { createStore } from './storeTypes';
import { TraceStore } from './TraceStore';
import { Vocabulary } from './Vocabulary';

type ClusterStores = {
  logs?: LogStore;
  metrics?: MetricStore;
  traces?: TraceStore;
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
      const options = { cluster, vocabulary: config.vocabulary };
      const built: ClusterStores = {
        logs: config.logs && createStore('logs', config.logs, options),
        metrics:
          config.metrics && createStore('metrics', config.metrics, options),
        traces: config.traces && createStore('traces', config.traces, options),
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
    return this.#clusters.get(cluster)?.logs ?? missing('log', 'logs', cluster);
  }

  metrics(cluster: string): MetricStore {
    return (
      this.#clusters.get(cluster)?.metrics ??
      missing('metric', 'metrics', cluster)
    );
  }

  traces(cluster: string): TraceStore {
    return (
      this.#clusters.get(cluster)?.traces ?? missing('trace', 'traces', cluster)
    );
  }

  has(cluster: string, kind: StoreKind): boolean {
    return this.#clusters.get(cluster)?.[kind] !== undefined;
  }

  vocabulary(cluster: string): Vocabulary {
    return this.#clusters.get(cluster)?.vocabulary ?? this.#vocabulary;
  }
}

function missing(noun: string, kind: StoreKind, cluster: string): never {
  throw new NotFoundError(
    `No ${noun} store is configured for cluster '${cluster}', set observability.clusters.${cluster}.${kind}`,
  );
}
