export { createPortalIdentity } from './createPortalIdentity';
export { POD_TOKEN_FILE, readPortalIdentity } from './readPortalIdentity';
export type { PortalIdentity, PortalIdentityConfig } from './types';
