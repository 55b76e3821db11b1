/**
 * Logs, metrics, traces and anomalies of the caller's namespaces, over HTTP and
 * as actions.
 *
 * @packageDocumentation
 */
export { observabilityPlugin as default } from './plugin';
