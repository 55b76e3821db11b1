import {
  BackstageUserInfo,
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { ServerPermissionClient } from '@backstage/plugin-permission-node';
import { BriefCache } from './BriefCache';
import { BriefPermissionsService } from './BriefPermissionsService';
import { BriefUserInfoService } from './BriefUserInfoService';
import {
  DECISION_TTL_MS,
  MAX_DECISIONS,
  MAX_SESSIONS,
  USER_INFO_TTL_MS,
} from './limits';

/** The groups of callers, kept once for all plugins. */
export const userInfoServiceFactory = createServiceFactory({
  service: coreServices.userInfo,
  deps: {
    auth: coreServices.auth,
    discovery: coreServices.discovery,
  },
  createRootContext: () =>
    new BriefCache<BackstageUserInfo>({
      ttlMs: USER_INFO_TTL_MS,
      maxEntries: MAX_SESSIONS,
    }),
  factory: ({ auth, discovery }, cache) =>
    new BriefUserInfoService({ auth, discovery, cache }),
});

/** The stock service behind a cache for each plugin, since a policy may tell plugins apart. */
export const permissionsServiceFactory = createServiceFactory({
  service: coreServices.permissions,
  deps: {
    auth: coreServices.auth,
    config: coreServices.rootConfig,
    discovery: coreServices.discovery,
  },
  factory: ({ auth, config, discovery }) =>
    new BriefPermissionsService({
      auth,
      delegate: ServerPermissionClient.fromConfig(config, { auth, discovery }),
      cache: new BriefCache({
        ttlMs: DECISION_TTL_MS,
        maxEntries: MAX_DECISIONS,
      }),
    }),
});
