export {
  observabilityApiRef,
  type CallOptions,
  type ExportedFile,
  type ObservabilityApi,
} from './ObservabilityApi';
export { ObservabilityClient } from './ObservabilityClient';
