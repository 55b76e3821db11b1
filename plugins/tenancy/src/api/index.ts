export { accessKeysApiRef, type AccessKeysApi } from './AccessKeysApi';
export { AccessKeysClient } from './AccessKeysClient';
export {
  tenancyApiRef,
  type AccessQuery,
  type NamespacesQuery,
  type PageQuery,
  type TenancyApi,
} from './TenancyApi';
export { TenancyClient } from './TenancyClient';
