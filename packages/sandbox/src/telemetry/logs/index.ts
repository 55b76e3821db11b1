export {
  createVictoriaLogsApi,
  type VictoriaLogsApiOptions,
} from './createVictoriaLogsApi';
export {
  DEFAULT_LOG_RETENTION_MS,
  DEFAULT_MAX_LOG_LINES,
  DEFAULT_STREAM_FIELDS,
  MemoryLogStore,
  type MemoryLogStoreOptions,
  type Tenant,
} from './MemoryLogStore';
export {
  DEFAULT_VICTORIA_LOGS_FLAGS,
  type VictoriaLogsFlags,
} from './VictoriaLogsFlags';
