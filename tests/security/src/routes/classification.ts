/**
 * Every route of every installed plugin, and what it is for. A route that the running
 * portal has and this list has not fails the suite, and so does a row without a route:
 * whoever installs a plugin decides here, in review, who may call it.
 */
import type { ClassifiedRoute } from './types';

const OWNED = { namespace: 'default', kind: 'component', name: 'owned-by-a' };
const OWNED_REF = 'component:default/owned-by-a';
const POD = { cluster: 'sandbox', namespace: 'team-a-prod' };
const CHECKOUT = 'component:default/checkout';
const IDENTITY_PAGES = { passes: [400, 401] };
const MISSING = {
  params: { id: '00000000-0000-0000-0000-000000000000' },
  passes: [404],
};

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

export const routes: ClassifiedRoute[] = [
  ['GET /.backstage/health/v1/liveness', 'public'],
  ['GET /.backstage/health/v1/readiness', 'public'],
  ['GET /.backstage/auth/v1/cookie', 'own'],
  ['DELETE /.backstage/auth/v1/cookie', 'public'],
  ['GET /.backstage/auth/v1/jwks.json', 'public'],
  // The door of the API: without a plugin behind it, there is nothing.
  ['* /api', 'closed'],
  // The guard in front of all plugins.
  ['* /api/:plugin/.backstage/scheduler', 'closed'],
  ['GET /api/app/*', 'public'],
  ['GET /*', 'public'],

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

  ['GET /api/catalog/entities', 'filtered'],
  ['GET /api/catalog/entities/by-query', 'filtered'],
  ['POST /api/catalog/entities/by-query', 'filtered', { body: {} }],
  [
    'POST /api/catalog/entities/by-refs',
    'filtered',
    { body: { entityRefs: [OWNED_REF, CHECKOUT] } },
  ],
  [
    'GET /api/catalog/entity-facets',
    'filtered',
    { query: 'facet=metadata.name' },
  ],
  [
    'POST /api/catalog/entity-facets',
    'filtered',
    { body: { facets: ['metadata.description'] } },
  ],
  [
    'GET /api/catalog/entities/by-name/:kind/:namespace/:name',
    'owner',
    { params: OWNED },
  ],
  [
    'GET /api/catalog/entities/by-name/:kind/:namespace/:name/ancestry',
    'owner',
    { params: OWNED },
  ],
  [
    'GET /api/catalog/entities/by-uid/:uid',
    'owner',
    world => ({ params: { uid: world.belongings.entityUid } }),
  ],
  // Nothing may be deleted by tenants, not even what is theirs: it comes from Git.
  [
    'DELETE /api/catalog/entities/by-uid/:uid',
    'closed',
    world => ({
      params: { uid: world.belongings.entityUid },
      // The platform may, and would.
      except: ['petra'],
    }),
  ],
  ['POST /api/catalog/refresh', 'owner', { body: { entityRef: OWNED_REF } }],
  ['GET /api/catalog/locations', 'platform'],
  [
    'POST /api/catalog/locations',
    'platform',
    {
      query: 'dryRun=true',
      body: { type: 'url', target: 'http://127.0.0.1:1/x.yaml' },
      passes: [400, 409, 500],
    },
  ],
  ['POST /api/catalog/locations/by-query', 'platform', { body: {} }],
  ['GET /api/catalog/locations/:id', 'platform', MISSING],
  [
    'PUT /api/catalog/locations/:id',
    'platform',
    {
      ...MISSING,
      body: { type: 'url', target: 'http://127.0.0.1:1/x.yaml' },
      passes: [400, 404, 409],
    },
  ],
  ['DELETE /api/catalog/locations/:id', 'platform', MISSING],
  [
    'GET /api/catalog/locations/by-entity/:kind/:namespace/:name',
    'platform',
    { ...MISSING, params: OWNED },
  ],
  [
    'POST /api/catalog/analyze-location',
    'platform',
    {
      body: { location: { type: 'url', target: 'http://127.0.0.1:1/x' } },
      passes: [400, 500],
    },
  ],
  [
    'POST /api/catalog/validate-entity',
    'platform',
    {
      body: {
        location: 'url:http://127.0.0.1:1/x.yaml',
        entity: {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: { name: 'x' },
        },
      },
      passes: [400],
    },
  ],
  ['GET /api/catalog/openapi.json', 'signed-in'],
  // Figures about the synchronisation, and no names.
  ['GET /api/catalog/zitadel/status', 'signed-in'],

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

  ['GET /api/kubernetes/clusters', 'member'],
  ['* /api/kubernetes/proxy', 'closed'],
  [
    'POST /api/kubernetes/resources/workloads/query',
    'owner',
    { body: { entityRef: OWNED_REF, auth: {} }, refusals: [400] },
  ],
  [
    'POST /api/kubernetes/resources/custom/query',
    'owner',
    {
      body: {
        entityRef: OWNED_REF,
        auth: {},
        customResources: [{ group: 'apps', apiVersion: 'v1', plural: 'x' }],
      },
      refusals: [400],
    },
  ],
  [
    'POST /api/kubernetes/services/:serviceId',
    'owner',
    {
      params: { serviceId: 'checkout' },
      body: {
        entity: {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: { name: 'owned-by-a', namespace: 'default' },
        },
        auth: {},
      },
    },
  ],

  [
    'GET /api/kubernetes/clusters/:cluster/namespaces/:namespace/events',
    'owner',
    { params: POD },
  ],
  [
    'GET /api/kubernetes/clusters/:cluster/namespaces/:namespace/pods/:pod/log',
    'owner',
    world => ({
      params: { ...POD, pod: world.belongings.pod },
      needsKubelet: true,
    }),
  ],

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
    'GET /api/observability/target',
    'owner',
    { query: `entityRef=${CHECKOUT}` },
  ],
  ['GET /api/observability/anomalies', 'member'],
  ['GET /api/observability/anomalies/mutes', 'member'],
  [
    'POST /api/observability/anomalies/mutes',
    'owner',
    {
      body: {
        cluster: 'sandbox',
        namespace: 'team-a-prod',
        service: 'no-such-service',
        reason: 'security test',
        days: 1,
      },
    },
  ],
  ['DELETE /api/observability/anomalies/mutes/:id', 'owner', MISSING],
  ['POST /api/observability/marks', 'owner', aboutCheckout()],
  ['POST /api/observability/logs/volume', 'owner', aboutCheckout()],
  ['POST /api/observability/logs/patterns', 'owner', aboutCheckout()],
  ['POST /api/observability/logs/lines', 'owner', aboutCheckout()],
  ['POST /api/observability/logs/fields', 'owner', aboutCheckout()],
  // What cannot be followed ends at once.
  [
    'POST /api/observability/logs/tail',
    'owner',
    aboutCheckout({ query: '* | stats count() lines' }),
  ],
  [
    'POST /api/observability/logs/export',
    'owner',
    aboutCheckout({ format: 'text' }),
  ],
  // The same for everybody: what the panels are called.
  ['GET /api/observability/metrics/panels', 'member'],
  [
    'POST /api/observability/metrics/panel',
    'owner',
    aboutCheckout({ panel: 'latency' }),
  ],
  [
    'POST /api/observability/metrics/query',
    'owner',
    aboutCheckout({ query: 'up' }),
  ],
  ['POST /api/observability/metrics/names', 'owner', aboutCheckout()],
  // Without a trace store there is nothing for alice either.
  [
    'POST /api/observability/traces/search',
    'owner',
    { ...aboutCheckout(), passes: [404] },
  ],
  [
    'POST /api/observability/traces/trace',
    'owner',
    {
      body: { entityRef: CHECKOUT, traceId: '0'.repeat(32) },
      passes: [404],
    },
  ],

  ['GET /api/rca/investigations', 'member'],
  [
    'POST /api/rca/investigations',
    'owner',
    { body: { entityRef: CHECKOUT, timeRange: { last: '30m' } } },
  ],
  ['GET /api/rca/investigations/:id', 'owner', mine('investigation')],
  ['GET /api/rca/investigations/:id/report.md', 'owner', mine('investigation')],
  ['POST /api/rca/investigations/:id/cancel', 'owner', mine('investigation')],

  ['GET /api/scaffolder/openapi.json', 'signed-in'],
  // Names and schemas of actions, filters and fields.
  ['GET /api/scaffolder/v2/actions', 'signed-in'],
  ['GET /api/scaffolder/v2/templating-extensions', 'signed-in'],
  [
    'GET /api/scaffolder/v2/templates/:namespace/:kind/:name/parameter-schema',
    'member',
    {
      params: {
        namespace: 'default',
        kind: 'template',
        name: 'analyze-root-cause',
      },
    },
  ],
  // Asks a provider that is not installed.
  [
    'POST /api/scaffolder/v2/autocomplete/:provider/:resource',
    'signed-in',
    { body: { token: 'x', context: {} }, passes: [400] },
  ],
  [
    'POST /api/scaffolder/v2/dry-run',
    'platform',
    {
      body: { template: {}, values: {}, directoryContents: [] },
      // It looks at the template first once somebody may try one.
      passes: [400, 500],
    },
  ],
  ['GET /api/scaffolder/v2/tasks', 'member'],
  [
    'POST /api/scaffolder/v2/tasks',
    'member',
    {
      body: {
        templateRef: 'template:default/analyze-root-cause',
        values: { entityRef: 'component:default/none' },
      },
    },
  ],
  ['GET /api/scaffolder/v2/tasks/:taskId', 'owner', mine('task')],
  ['GET /api/scaffolder/v2/tasks/:taskId/events', 'owner', mine('task')],
  ['GET /api/scaffolder/v2/tasks/:taskId/eventstream', 'owner', mine('task')],
  ['POST /api/scaffolder/v2/tasks/:taskId/cancel', 'owner', mine('task')],
  [
    'POST /api/scaffolder/v2/tasks/:taskId/retry',
    'owner',
    world => ({ ...mine('task')(world), passes: [409] }),
  ],

  ['GET /api/search/query', 'filtered', { query: 'term=canary' }],
  ['GET /api/search/openapi.json', 'signed-in'],

  ['GET /api/signals/health', 'public'],

  [
    'GET /api/techdocs/metadata/entity/:namespace/:kind/:name',
    'owner',
    { params: OWNED },
  ],
  [
    'GET /api/techdocs/metadata/techdocs/:namespace/:kind/:name',
    'owner',
    { params: OWNED },
  ],
  ['GET /api/techdocs/sync/:namespace/:kind/:name', 'owner', { params: OWNED }],
  [
    '* /api/techdocs/static/docs/:namespace/:kind/:name',
    'owner',
    {
      params: { ...OWNED, name: 'owned-by-a/index.html' },
      methods: ['GET'],
    },
  ],

  ['GET /api/tenancy/access', 'own'],
  [
    'GET /api/tenancy/explain',
    'own',
    { query: 'cluster=sandbox&namespace=team-a-prod' },
  ],
  [
    'POST /api/tenancy/access-requests',
    'own',
    {
      body: { cluster: 'sandbox', namespace: 'team-b-prod', reason: 'A test' },
      passes: [400, 409, 429],
    },
  ],
  ['GET /api/tenancy/flagged-entities', 'filtered'],
  ['GET /api/tenancy/namespaces', 'platform'],
  [
    'GET /api/tenancy/namespaces/:cluster/:namespace/access',
    'owner',
    { params: { cluster: 'sandbox', namespace: 'team-a-prod' } },
  ],
];

function mine(what: 'notification' | 'investigation' | 'task') {
  return (world: { belongings: Record<typeof what, string> }) => ({
    params: { id: world.belongings[what], taskId: world.belongings[what] },
  });
}

/** The last quarter of an hour of alice's service. */
function aboutCheckout(more: object = {}) {
  const now = Date.now();
  const window = {
    from: new Date(now - 15 * 60_000).toISOString(),
    to: new Date(now).toISOString(),
  };
  return { body: { entityRef: CHECKOUT, window, ...more } };
}

function notification() {
  return {
    body: {
      recipients: { type: 'entity', entityRef: 'user:default/nobody' },
      payload: { title: 'Hello' },
    },
  };
}
