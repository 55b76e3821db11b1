/**
 * Report format, HTTP types and permissions of root-cause analysis.
 *
 * @packageDocumentation
 */
export * from './api';
export * from './describeObject';
export * from './escapeMarkdown';
export * from './permissions';
export * from './renderReportMarkdown';
export * from './report';
export * from './reportSchema';
