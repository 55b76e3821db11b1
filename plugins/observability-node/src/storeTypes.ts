import { InputError } from '@backstage/errors';
import { ConfiguredStore, StoreKind } from './config';
import { JaegerStore } from './jaeger/JaegerStore';
import { VictoriaTracesStore } from './jaeger/VictoriaTracesStore';
import { LogStore } from './LogStore';
import { LokiStore } from './loki/LokiStore';
import { MetricStore } from './MetricStore';
import { PrometheusStore } from './prometheus/PrometheusStore';
import { StoreOptions } from './StoreOptions';
import { TempoStore } from './tempo/TempoStore';
import { TraceStore } from './TraceStore';
import { VictoriaLogsStore } from './victoria/VictoriaLogsStore';
import { VictoriaMetricsStore } from './victoria/VictoriaMetricsStore';
import { Vocabulary } from './Vocabulary';

type StoreInterfaces = {
  logs: LogStore;
  metrics: MetricStore;
  traces: TraceStore;
};

/** The only place that knows which systems there are, by `type` of the configuration. */
const storeTypes: {
  [K in StoreKind]: Record<
    string,
    new (options: StoreOptions) => StoreInterfaces[K]
  >;
} = {
  logs: { loki: LokiStore, victorialogs: VictoriaLogsStore },
  metrics: {
    victoriametrics: VictoriaMetricsStore,
    prometheus: PrometheusStore,
  },
  traces: {
    jaeger: JaegerStore,
    tempo: TempoStore,
    victoriatraces: VictoriaTracesStore,
  },
};

/** Builds a configured store. @throws InputError for a type that is not known. @internal */
export function createStore<K extends StoreKind>(
  kind: K,
  configured: ConfiguredStore,
  options: { cluster: string; vocabulary: Vocabulary },
): StoreInterfaces[K] {
  const types = storeTypes[kind];
  if (!Object.hasOwn(types, configured.type)) {
    throw new InputError(
      `Invalid ${configured.key}.type '${
        configured.type
      }', must be one of ${Object.keys(types).join(', ')}`,
    );
  }
  return new types[configured.type]({ ...options, config: configured.config });
}
