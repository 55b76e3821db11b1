import { LogStore } from './LogStore';
import { MetricStore } from './MetricStore';
import { TraceStore } from './TraceStore';
import { Vocabulary } from './Vocabulary';

/**
 * The configured stores of each cluster.
 * @public
 */
export interface ObservabilityService {
  /** @throws NotFoundError when no log store is configured for the cluster. */
  logs(cluster: string): LogStore;
  /** @throws NotFoundError when no metric store is configured for the cluster. */
  metrics(cluster: string): MetricStore;
  /** @throws NotFoundError when no trace store is configured for the cluster. */
  traces(cluster: string): TraceStore;
  /** Which stores a cluster has, without asking them. */
  has(cluster: string, kind: 'logs' | 'metrics' | 'traces'): boolean;
  /** Falls back to the defaults for a cluster without configuration. */
  vocabulary(cluster: string): Vocabulary;
}
