import '@backstage/cli/asset-types';
// Here this file is the app.
// eslint-disable-next-line @backstage/no-ui-css-imports-in-non-frontend
import '@backstage/ui/css/styles.css';
import { Entity } from '@backstage/catalog-model';
import { createApp } from '@backstage/frontend-defaults';
import {
  ApiBlueprint,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { CatalogApi, catalogApiRef } from '@backstage/plugin-catalog-react';
import { devSignInModule } from '@internal/page-kit/devUtils';
import ReactDOM from 'react-dom/client';
import observabilityPlugin, { observabilityApiRef } from '../src';
import { fixtureApi } from './fixtureApi';

const checkout: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'checkout',
    annotations: { 'backstage.io/kubernetes-namespace': 'team-a-prod' },
  },
  spec: { type: 'service', owner: 'team-a' },
};

/** One component, at `/catalog/default/component/checkout`. */
const catalogApi = {
  getEntityByRef: async () => checkout,
  getEntities: async () => ({ items: [checkout] }),
  queryEntities: async () => ({
    items: [checkout],
    totalItems: 1,
    pageInfo: {},
  }),
  getEntitiesByRefs: async () => ({ items: [checkout] }),
  getEntityFacets: async () => ({ facets: {} }),
} as unknown as CatalogApi;

const fixtures = createFrontendModule({
  pluginId: 'observability',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: observabilityApiRef,
          deps: {},
          factory: () => fixtureApi,
        }),
    }),
  ],
});
const catalogFixtures = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    ApiBlueprint.make({
      params: defineParams =>
        defineParams({
          api: catalogApiRef,
          deps: {},
          factory: () => catalogApi,
        }),
    }),
  ],
});

const app = createApp({
  features: [
    devSignInModule,
    catalogPlugin,
    observabilityPlugin,
    fixtures,
    catalogFixtures,
  ],
});

ReactDOM.createRoot(document.getElementById('root')!).render(app.createRoot());
