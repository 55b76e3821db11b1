/**
 * Log, metric and trace stores behind interfaces, confined to the caller's
 * namespaces.
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
  LogStoreFilter,
  TimeWindow,
} from './LogStore';
export { StoreClock } from './http/StoreClock';
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
export { summariseOperations, summariseTrace } from './traces/summariseTraces';
export { defaultVocabulary } from './Vocabulary';
export type { Vocabulary } from './Vocabulary';
