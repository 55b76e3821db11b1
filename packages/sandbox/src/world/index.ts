export * from './definition';
export * from './faults';
export { createWorld } from './createWorld';
export type { WorldOptions } from './createWorld';
export { SCRAPE_INTERVAL_MS, SandboxWorld } from './SandboxWorld';
export { VirtualClock } from './VirtualClock';
