export { faultCatalog } from './catalog';
export type { EnvironmentEffect, FaultSpec, ManifestEdit } from './types';
