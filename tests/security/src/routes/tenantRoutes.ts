import {
  aboutCheckout,
  CHECKOUT,
  mine,
  MISSING,
  OWNED_REF,
  POD,
} from './samples';
import type { ClassifiedRoute } from './types';

/** What runs in namespaces: clusters, telemetry, reports, and who may see it. */
export const tenantRoutes: ClassifiedRoute[] = [
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
