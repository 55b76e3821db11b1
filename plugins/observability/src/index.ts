/**
 * Logs, metrics, traces and anomalies in the portal.
 *
 * @packageDocumentation
 */
export { default } from './plugin';
export {
  observabilityApiRef,
  type CallOptions,
  type ExportedFile,
  type ObservabilityApi,
} from './api';
