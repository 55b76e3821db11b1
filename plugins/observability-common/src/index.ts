/**
 * HTTP types and permissions of logs, metrics, traces and anomalies.
 *
 * @packageDocumentation
 */
export * from './api';
export * from './permissions';
export * from './reasons';
