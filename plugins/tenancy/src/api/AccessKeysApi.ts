import { createApiRef } from '@backstage/frontend-plugin-api';
import {
  AccessKeyItem,
  AccessKeyWithSecret,
  NewAccessKey,
} from '@internal/plugin-tenancy-common';

/**
 * Keys for machines, as the signed-in user manages them.
 * @public
 */
export interface AccessKeysApi {
  /**
   * Keys of the caller's groups, all keys for the platform; `undefined` where the
   * portal has no access keys.
   */
  list(options?: {
    signal?: AbortSignal;
  }): Promise<AccessKeyItem[] | undefined>;
  create(key: NewAccessKey): Promise<AccessKeyWithSecret>;
  rotate(id: string): Promise<AccessKeyWithSecret>;
  revoke(id: string): Promise<void>;
}

/** @public */
export const accessKeysApiRef = createApiRef<AccessKeysApi>().with({
  id: 'plugin.tenancy.access-keys',
  pluginId: 'tenancy',
});
