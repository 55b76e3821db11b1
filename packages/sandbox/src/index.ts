export * from './kubernetes';
export * from './world';
