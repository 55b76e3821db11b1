/**
 * The one place that decides which namespaces a caller may read.
 *
 * @packageDocumentation
 */
export { readPlatformGroups } from './config';
export { namespaceIndexServiceRef } from './namespaceIndexServiceRef';
export type {
  NamespaceIndexService,
  NamespaceIndexStatus,
  NamespaceLookup,
} from './NamespaceIndexService';
export type {
  KnownNamespace,
  OwnershipCluster,
  OwnershipService,
} from './OwnershipService';
export { ownershipServiceRef } from './ownershipServiceRef';
export type {
  ScannableNamespace,
  ScanTenancyService,
} from './ScanTenancyService';
export { scanTenancyServiceRef } from './scanTenancyServiceRef';
export type { TenancyService } from './TenancyService';
export { tenancyServiceRef } from './tenancyServiceRef';
export * from './permission/namespaceRules';
export { entityPlacement } from './entityPlacement';
export { whileGranted } from './whileGranted';
