import { IDENTITY_PAGES, mine, MISSING, notification } from './samples';
import type { ClassifiedRoute } from './types';

/** The portal itself: pages, sign-in, permissions, and how it tells people and tools. */
export const portalRoutes: ClassifiedRoute[] = [
  ['GET /.backstage/health/v1/liveness', 'public'],
  ['GET /.backstage/health/v1/readiness', 'public'],
  ['GET /.backstage/auth/v1/cookie', 'own'],
  ['DELETE /.backstage/auth/v1/cookie', 'public'],
  ['GET /.backstage/auth/v1/jwks.json', 'public'],
  // The door of the API: without a plugin behind it, there is nothing.
  ['* /api', 'closed'],
  // The guard in front of all plugins.
  ['* /api/:plugin/.backstage/scheduler', 'closed'],
  ['GET /*', 'public'],

  ['GET /api/app/*', 'public'],

  ['* /api/auth/:provider', 'closed'],
  ['GET /api/auth/.well-known/jwks.json', 'public'],
  ['GET /api/auth/.well-known/openid-configuration', 'public'],
  ['GET /api/auth/.well-known/oauth-client/cli.json', 'public', MISSING],
  ['GET /api/auth/v1/userinfo', 'own'],
  // The plugin lets everybody in and has no actions.
  ['GET /api/auth/.backstage/actions/v1/actions', 'public'],
  ['GET /api/auth/.well-known/backstage/permissions/metadata', 'public'],
  ['GET /api/auth/zitadel/start', 'public', IDENTITY_PAGES],
  ['GET /api/auth/zitadel/status', 'public'],
  ['GET /api/auth/zitadel/handler/frame', 'public', IDENTITY_PAGES],
  ['POST /api/auth/zitadel/handler/frame', 'public', IDENTITY_PAGES],
  ['GET /api/auth/zitadel/refresh', 'public', IDENTITY_PAGES],
  ['POST /api/auth/zitadel/refresh', 'public', IDENTITY_PAGES],
  ['POST /api/auth/zitadel/logout', 'public', IDENTITY_PAGES],
  // Keys for machines: those of the caller's groups. `sources.ts` tries what a key itself may do.
  ['* /api/auth/access-keys/v1', 'closed'],
  // Nobody signs in with one in a browser.
  ['GET /api/auth/accessKeys/start', 'closed'],
  ['GET /api/auth/accessKeys/handler/frame', 'closed'],
  ['POST /api/auth/accessKeys/handler/frame', 'closed'],
  ['GET /api/auth/access-keys/v1/keys', 'member'],
  ['POST /api/auth/access-keys/v1/keys', 'member', { body: {}, passes: [400] }],
  ['POST /api/auth/access-keys/v1/keys/:id/rotate', 'member', MISSING],
  ['DELETE /api/auth/access-keys/v1/keys/:id', 'member', MISSING],
  [
    'POST /api/auth/access-keys/v1/token',
    'public',
    { body: {}, passes: [400, 401] },
  ],

  [
    'POST /api/permission/authorize',
    'own',
    {
      body: {
        items: [
          {
            id: '0b1a3a3e-4a6c-4a0c-9a3e-1f1f1f1f1f1f',
            permission: {
              type: 'basic',
              name: 'kubernetes.proxy',
              attributes: {},
            },
          },
        ],
      },
    },
  ],
  ['GET /api/permission/health', 'public'],

  [
    'POST /api/events/bus/v1/events',
    'internal',
    { body: { event: { topic: 'signals', payload: {} } } },
  ],
  [
    'PUT /api/events/bus/v1/subscriptions/:subscriptionId',
    'internal',
    { body: { topics: ['signals'] } },
  ],
  ['GET /api/events/bus/v1/subscriptions/:subscriptionId/events', 'internal'],
  ['GET /api/events/openapi.json', 'signed-in'],

  ['GET /api/mcp-actions/v1', 'closed'],
  ['DELETE /api/mcp-actions/v1', 'closed'],
  [
    'POST /api/mcp-actions/v1',
    'filtered',
    {
      headers: { accept: 'application/json, text/event-stream' },
      body: { jsonrpc: '2.0', id: 1, method: 'tools/list' },
    },
  ],

  ['GET /api/notifications', 'own'],
  ['GET /api/notifications/notifications', 'own'],
  ['GET /api/notifications/:id', 'owner', mine('notification')],
  ['GET /api/notifications/notifications/:id', 'owner', mine('notification')],
  ['GET /api/notifications/settings', 'own'],
  [
    'POST /api/notifications/settings',
    'own',
    {
      body: {
        channels: [{ id: 'Web', origins: [{ id: 'suite', enabled: true }] }],
      },
    },
  ],
  ['GET /api/notifications/status', 'own'],
  ['GET /api/notifications/topics', 'own'],
  ['POST /api/notifications/update', 'own', { body: { ids: [], read: true } }],
  [
    'POST /api/notifications/notifications/update',
    'own',
    { body: { ids: [], read: true } },
  ],
  // Machines that may call the plugin; the static token of the suite is one.
  ['POST /api/notifications', 'internal', notification()],
  ['POST /api/notifications/notifications', 'internal', notification()],
  ['GET /api/notifications/openapi.json', 'signed-in'],

  ['GET /api/signals/health', 'public'],
];
