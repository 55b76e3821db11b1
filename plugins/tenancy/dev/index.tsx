import '@backstage/cli/asset-types';
// eslint-disable-next-line @backstage/no-ui-css-imports-in-non-frontend -- here this file is the app
import '@backstage/ui/css/styles.css';
import { NotAllowedError } from '@backstage/errors';
import { createApp } from '@backstage/frontend-defaults';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { devSignInModule } from '@internal/page-kit/devUtils';
import ReactDOM from 'react-dom/client';
import tenancyPlugin, {
  AccessKeysApi,
  accessKeysApiRef,
  TenancyApi,
  tenancyApiRef,
} from '../src';
import {
  accessKeys,
  aliceAccess,
  allowedExplanation,
  conflictReport,
  deniedExplanation,
  flaggedEntity,
  namespaces,
  ninaAccess,
  ownedReport,
  petraAccess,
} from '../src/__fixtures__/access';

const as = new URLSearchParams(window.location.search).get('as') ?? 'alice';
const overview = { alice: aliceAccess, nina: ninaAccess, petra: petraAccess }[
  as
];

/** Answers from the fixtures as the backend does. */
const fixtureApi: TenancyApi = {
  getAccess: async ({ q, access }) => {
    if (!overview) {
      throw new TypeError('Failed to fetch');
    }
    const found = overview.namespaces.filter(
      item =>
        item.namespace.includes(q ?? '') && (!access || item.access === access),
    );
    return { ...overview, namespaces: found, totalItems: found.length };
  },
  explain: async ({ namespace }) => ({
    ...(namespace === 'team-a-prod' ? allowedExplanation : deniedExplanation),
    namespace,
  }),
  requestAccess: async () => ({ status: 'received' }),
  listNamespaces: async ({ q, state }) => {
    if (as !== 'petra') {
      throw new NotAllowedError('no');
    }
    const items = namespaces.filter(
      item =>
        item.namespace.includes(q ?? '') && (!state || item.state === state),
    );
    return { items, totalItems: items.length, clusters: petraAccess.clusters };
  },
  getNamespaceAccess: async ({ namespace }) =>
    namespace === 'team-b-prod' ? conflictReport : ownedReport,
  listFlagged: async () =>
    as === 'nina'
      ? { items: [], totalItems: 0 }
      : { items: [flaggedEntity], totalItems: 1 },
};

const fixtureKeysApi: AccessKeysApi = {
  list: async () => (as === 'nina' ? [] : accessKeys),
  create: async () => ({ key: accessKeys[0], secret: 'aiops_key_shown-once' }),
  rotate: async () => ({ key: accessKeys[0], secret: 'aiops_key_shown-once' }),
  revoke: async () => {},
};

const fixtures = createFrontendModule({
  pluginId: 'tenancy',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: tenancyApiRef,
          deps: {},
          factory: () => fixtureApi,
        }),
    }),
    ApiBlueprint.make({
      name: 'access-keys',
      params: defineParams =>
        defineParams({
          api: accessKeysApiRef,
          deps: {},
          factory: () => fixtureKeysApi,
        }),
    }),
  ],
});

const app = createApp({
  features: [devSignInModule, catalogPlugin, tenancyPlugin, fixtures],
});

ReactDOM.createRoot(document.getElementById('root')!).render(app.createRoot());
