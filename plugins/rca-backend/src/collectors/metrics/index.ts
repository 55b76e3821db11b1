export * from './MetricFacts';
export { MetricsCollector } from './MetricsCollector';
