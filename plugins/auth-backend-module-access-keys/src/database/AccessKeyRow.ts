import { NamespaceRef } from '@internal/plugin-tenancy-common';
import { AccessKey } from '../types';

export const KEYS_TABLE = 'access_keys';
export const SECRETS_TABLE = 'access_key_secrets';

/** The auth plugin has migrations of its own in the same schema. */
export const MIGRATIONS_TABLE = 'access_keys__knex_migrations';

/** A row of `access_keys`. */
export type AccessKeyRow = {
  id: string;
  name: string;
  owner: string;
  permissions: string[];
  namespaces: NamespaceRef[];
  created_by: string;
  created_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
  revoked_by: string | null;
  last_used_at: Date | null;
};

/** What is inserted: jsonb wants text. */
export function toRow(key: AccessKey) {
  return {
    id: key.id,
    name: key.name,
    owner: key.owner,
    permissions: JSON.stringify(key.permissions),
    namespaces: JSON.stringify(key.namespaces),
    created_by: key.createdBy,
    created_at: key.createdAt,
    expires_at: key.expiresAt,
  };
}

export function fromRow(row: AccessKeyRow): AccessKey {
  return {
    id: row.id,
    name: row.name,
    owner: row.owner,
    permissions: row.permissions,
    namespaces: row.namespaces,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at ?? undefined,
    revokedBy: row.revoked_by ?? undefined,
    lastUsedAt: row.last_used_at ?? undefined,
  };
}
