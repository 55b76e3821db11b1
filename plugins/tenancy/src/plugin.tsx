import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { EntityContentLayoutBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { RiKey2Line, RiNodeTree } from '@remixicon/react';
import {
  accessKeysApiRef,
  AccessKeysClient,
  tenancyApiRef,
  TenancyClient,
} from './api';
import { namespaceRouteRef, namespacesRouteRef, rootRouteRef } from './routes';

const tenancyApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: tenancyApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new TenancyClient(deps),
    }),
});

const accessKeysApi = ApiBlueprint.make({
  name: 'access-keys',
  params: defineParams =>
    defineParams({
      api: accessKeysApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new AccessKeysClient(deps),
    }),
});

const myAccessPage = PageBlueprint.make({
  params: {
    path: '/my-access',
    title: 'My access',
    icon: <RiKey2Line />,
    routeRef: rootRouteRef,
    loader: () =>
      import('./components/access/MyAccessPage').then(m => <m.MyAccessPage />),
  },
});

const namespacesPage = PageBlueprint.make({
  name: 'namespaces',
  params: {
    path: '/namespaces',
    title: 'Namespaces',
    icon: <RiNodeTree />,
    routeRef: namespacesRouteRef,
    loader: () =>
      import('./components/namespaces/NamespacesRouter').then(m => (
        <m.NamespacesRouter />
      )),
  },
});

/** In place of the stock layout, which names entities that the reader may not see. */
const entityOverviewLayout = EntityContentLayoutBlueprint.make({
  name: 'overview',
  params: {
    loader: () =>
      import('./components/entity/EntityOverviewLayout').then(
        m => m.EntityOverviewLayout,
      ),
  },
});

/** @public */
export default createFrontendPlugin({
  pluginId: 'tenancy',
  title: 'Access',
  icon: <RiKey2Line />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: rootRouteRef,
    namespaces: namespacesRouteRef,
    namespace: namespaceRouteRef,
  },
  extensions: [
    tenancyApi,
    accessKeysApi,
    myAccessPage,
    namespacesPage,
    entityOverviewLayout,
  ],
});
