export * from './definition';
export { VirtualClock } from './VirtualClock';
