export { Directory } from './Directory';
export { startIdentityServer } from './startIdentityServer';
export type { IdentityServer } from './startIdentityServer';
export {
  ORGANISATION,
  PROJECT_ID,
  PROJECT_ROLES_CLAIM,
  ROLES_CLAIM,
} from './zitadelClaims';
export { SERVICE_USER_ID } from './zitadelObjects';
