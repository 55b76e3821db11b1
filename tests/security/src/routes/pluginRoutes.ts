import type { ClassifiedRoute } from './types';

/** What the framework adds to each plugin; `:pluginId` stands for any of them. */
export const pluginRoutes: ClassifiedRoute[] = [
  // Hands a person's own session over to a cookie, and takes it away again.
  ['GET /api/:pluginId/.backstage/auth/v1/cookie', 'own'],
  [
    'DELETE /api/:pluginId/.backstage/auth/v1/cookie',
    'public',
    { passes: [401] },
  ],
  ['GET /api/:pluginId/.backstage/auth/v1/jwks.json', 'public'],
  ['GET /api/:pluginId/.backstage/scheduler/v1/tasks', 'closed'],
  ['POST /api/:pluginId/.backstage/scheduler/v1/tasks/:id/cancel', 'closed'],
  ['POST /api/:pluginId/.backstage/scheduler/v1/tasks/:id/trigger', 'closed'],
  // The names of permissions and rules.
  [
    'GET /api/:pluginId/.well-known/backstage/permissions/metadata',
    'signed-in',
  ],
  [
    'POST /api/:pluginId/.well-known/backstage/permissions/apply-conditions',
    'internal',
    { body: { items: [] } },
  ],
  ['* /api/:pluginId/.well-known/backstage/permissions', 'closed'],
  [
    '* /api/:pluginId/.well-known/backstage/permissions/apply-conditions',
    'internal',
  ],
  // Which actions there are; each one is tried in attacks/actions.ts.
  ['GET /api/:pluginId/.backstage/actions/v1/actions', 'signed-in'],
  [
    'POST /api/:pluginId/.backstage/actions/v1/actions/:actionId/invoke',
    'closed',
    { body: {} },
  ],
  [
    'POST /api/:pluginId/.backstage/actions/v2/actions/:actionId/invoke',
    'closed',
    { body: {} },
  ],
  ['* /api/:pluginId/.backstage/actions', 'closed'],
];
