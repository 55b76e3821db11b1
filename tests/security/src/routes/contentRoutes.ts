import { CHECKOUT, mine, MISSING, OWNED, OWNED_REF } from './samples';
import type { ClassifiedRoute } from './types';

/** What there is, and what is written about it: catalog, search, documentation, templates. */
export const contentRoutes: ClassifiedRoute[] = [
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

  ['GET /api/search/query', 'filtered', { query: 'term=canary' }],
  ['GET /api/search/openapi.json', 'signed-in'],

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
];
