export * from './LogFacts';
export { LogsCollector } from './LogsCollector';
