export { faultCatalog, faultsFor } from './catalog';
export type {
  BuiltImage,
  EnvironmentEffect,
  FaultFamily,
  FaultSpec,
  ManifestEdit,
} from './types';
