export {
  createVictoriaMetricsApi,
  type VictoriaMetricsApiOptions,
} from './createVictoriaMetricsApi';
export {
  DEFAULT_METRIC_RETENTION_MS,
  MemoryMetricStore,
} from './MemoryMetricStore';
export {
  DEFAULT_VICTORIA_METRICS_FLAGS,
  type VictoriaMetricsFlags,
} from './VictoriaMetricsFlags';
