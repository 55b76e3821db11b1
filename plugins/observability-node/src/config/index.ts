export { readObservabilityConfig } from './readObservabilityConfig';
export type {
  ConfiguredStore,
  ObservabilityConfig,
  StoreConfig,
  StoreKind,
  StoreTls,
  TlsMaterial,
} from './types';
