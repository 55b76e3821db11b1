import { AccessScope } from './accessScope';

/**
 * The permissions that an access key can have: those that read, and the analysis.
 * All of them are decided again by namespace or owner where they are used.
 * @public
 */
export const grantablePermissions = [
  'catalog.entity.read',
  'kubernetes.clusters.read',
  'kubernetes.resources.read',
  'observability.read',
  'rca.investigate',
  'rca.report.read',
] as const;

/** One of {@link grantablePermissions}. @public */
export type GrantablePermission = (typeof grantablePermissions)[number];

/** Row of `GET /api/auth/access-keys/v1/keys`: everything but the secret; times are RFC 3339. @public */
export type AccessKeyItem = AccessScope & {
  id: string;
  name: string;
  createdBy: string;
  createdAt: string;
  expiresAt: string;
  revokedAt?: string;
  revokedBy?: string;
  /** When it was last exchanged for a token. */
  lastUsedAt?: string;
};

/** Answer of `GET /api/auth/access-keys/v1/keys`. @public */
export type AccessKeyList = { items: AccessKeyItem[] };

/** Body of `POST /api/auth/access-keys/v1/keys`. @public */
export type NewAccessKey = AccessScope & {
  name: string;
  permissions: readonly GrantablePermission[];
  /** The longest that the portal allows when left out. */
  lifetimeHours?: number;
};

/** Answer to a new and to a rotated key; the secret is seen once. @public */
export type AccessKeyWithSecret = { key: AccessKeyItem; secret: string };
