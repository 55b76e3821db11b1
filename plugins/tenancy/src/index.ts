/**
 * Tenancy in the portal: which namespaces are mine and why, who can see a
 * namespace, and a warning on entities that point at namespaces of others.
 *
 * @packageDocumentation
 */
export { default } from './plugin';
export {
  accessKeysApiRef,
  tenancyApiRef,
  type AccessKeysApi,
  type TenancyApi,
} from './api';
