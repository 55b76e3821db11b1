export * from './anomalies';
export * from './logs';
export * from './metrics';
export * from './target';
export * from './traces';
