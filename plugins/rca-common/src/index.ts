/**
 * Report format, HTTP types and permissions of root-cause analysis.
 *
 * @packageDocumentation
 */
export * from './api';
export * from './permissions';
export * from './report';
