export { buildModel } from './buildModel';
export { checkShrink } from './checkShrink';
export { diffModels } from './diffModels';
export { readCatalogCounts } from './readCatalogCounts';
export type { Counts, Model, Snapshot } from './types';
