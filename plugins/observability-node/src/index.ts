/**
 * Log and metric stores behind interfaces, confined to the caller's namespaces
 * by the stores' own filter parameters.
 *
 * @packageDocumentation
 */
export { DefaultObservabilityService } from './DefaultObservabilityService';
export type {
  LogFieldHits,
  LogHits,
  LogQuery,
  LogRecord,
  LogStore,
  TimeWindow,
} from './LogStore';
export type {
  MetricQuery,
  MetricSample,
  MetricSeries,
  MetricStore,
} from './MetricStore';
export type { TraceQuery, TraceStore } from './TraceStore';
export type { ObservabilityService } from './ObservabilityService';
export { observabilityServiceRef } from './observabilityServiceRef';
export { escapeRegExp, quoteQueryString } from './queryText';
export { defaultVocabulary } from './Vocabulary';
export type { Vocabulary } from './Vocabulary';
