export * from './telemetry';
export * from './kubernetes';
export * from './world';
