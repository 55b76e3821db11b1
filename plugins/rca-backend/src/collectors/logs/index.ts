export * from './LogFacts';
