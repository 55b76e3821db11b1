export {
  tenancyApiRef,
  type AccessQuery,
  type NamespacesQuery,
  type PageQuery,
  type TenancyApi,
} from './TenancyApi';
export { TenancyClient } from './TenancyClient';
