import { createBackendFeatureLoader } from '@backstage/backend-plugin-api';
import {
  permissionsServiceFactory,
  userInfoServiceFactory,
} from './serviceFactories';

/**
 * The user info and permissions services, with what they know kept for five seconds in all.
 * @public
 */
export const callerCache = createBackendFeatureLoader({
  loader: () => [userInfoServiceFactory, permissionsServiceFactory],
});
