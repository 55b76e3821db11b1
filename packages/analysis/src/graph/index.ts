export { ownShares } from './ownShares';
export { reachableFrom } from './reachableFrom';
export type { Edge } from './types';
