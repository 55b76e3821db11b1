export * from './MetricFacts';
