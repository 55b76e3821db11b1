import { Config, ConfigReader } from '@backstage/config';
import { defaultVocabulary } from '../Vocabulary';
import { readStore } from './readStore';
import { readVocabulary } from './readVocabulary';
import {
  ClusterObservabilityConfig,
  ConfiguredStore,
  ObservabilityConfig,
  StoreKind,
} from './types';

/** Reads and validates `observability`. @internal */
export function readObservabilityConfig(root: Config): ObservabilityConfig {
  const config =
    root.getOptionalConfig('observability') ?? new ConfigReader({});
  const vocabulary = readVocabulary(
    config.getOptionalConfig('vocabulary'),
    defaultVocabulary,
    'observability.vocabulary',
  );
  const clusters = new Map<string, ClusterObservabilityConfig>();
  const clustersConfig = config.getOptionalConfig('clusters');
  for (const name of clustersConfig?.keys() ?? []) {
    const cluster = clustersConfig!.getConfig(name);
    const key = `observability.clusters.${name}`;
    const store = (kind: StoreKind): ConfiguredStore | undefined => {
      const storeConfig = cluster.getOptionalConfig(kind);
      return storeConfig && readStore(storeConfig, `${key}.${kind}`);
    };
    clusters.set(name, {
      logs: store('logs'),
      metrics: store('metrics'),
      traces: store('traces'),
      vocabulary: readVocabulary(
        cluster.getOptionalConfig('vocabulary'),
        vocabulary,
        `${key}.vocabulary`,
      ),
    });
  }
  return { clusters, vocabulary };
}
