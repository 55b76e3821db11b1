/**
 * Every route of every installed plugin, and what it is for. A route that the running
 * portal has and this list has not fails the suite, and so does a row without a route:
 * whoever installs a plugin decides here, in review, who may call it.
 */
import { contentRoutes } from './contentRoutes';
import { portalRoutes } from './portalRoutes';
import { tenantRoutes } from './tenantRoutes';
import type { ClassifiedRoute } from './types';

export { pluginRoutes } from './pluginRoutes';

export const routes: ClassifiedRoute[] = [
  ...portalRoutes,
  ...contentRoutes,
  ...tenantRoutes,
];
