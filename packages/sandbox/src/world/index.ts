export * from './definition';
export * from './faults';
export { createWorld } from './createWorld';
export type { WorldOptions } from './createWorld';
export { SCRAPE_INTERVAL_MS, SandboxWorld } from './SandboxWorld';
export { startLive } from './startLive';
export type { LiveOptions, LiveWorld } from './startLive';
export { VirtualClock } from './VirtualClock';
