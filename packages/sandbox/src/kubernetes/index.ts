export {
  type AccessAttributes,
  type PolicyRule,
} from './access/RbacAuthorizer';
export { type UserInfo } from './access/types';
export * from './createKubernetesApi';
export * from './MemoryObjectStore';
export * from './platform/roles';
export * from './platform/seedPlatform';
export * from './resourceTypes';
export * from './StoreError';
