/**
 * Report format, HTTP types and permissions of root-cause analysis.
 *
 * @packageDocumentation
 */
export * from './api';
export * from './describeNarrative';
export * from './describeObject';
export * from './permissions';
export * from './renderReportMarkdown';
export * from './report';
export {
  MAX_EXCERPT_LENGTH,
  MAX_SERIES_POINTS,
  parseReport,
} from './reportSchema';
