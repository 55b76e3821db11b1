export * from './logs';
export * from './metrics';
