export * from './logs';
export * from './metrics';
export * from './push';
export * from './traces';
