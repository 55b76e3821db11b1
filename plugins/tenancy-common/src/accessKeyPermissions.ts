import { createPermission } from '@backstage/plugin-permission-common';

/**
 * Make, list, rotate and revoke the keys for machines of one's own groups.
 * @public
 */
export const accessKeyManagePermission = createPermission({
  name: 'access-key.manage',
  attributes: {},
});

/** @public */
export const accessKeyPermissions = [accessKeyManagePermission];
