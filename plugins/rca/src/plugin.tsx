import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { RiStethoscopeLine } from '@remixicon/react';
import { rcaApiRef, RcaClient } from './api';
import {
  entityContentRouteRef,
  investigationRouteRef,
  myAccessRouteRef,
  rootRouteRef,
} from './routes';

/** Components that say where they run; without a namespace there is nothing to analyse. */
const deployedComponent = {
  kind: 'component',
  'metadata.annotations.backstage.io/kubernetes-namespace': { $exists: true },
} as const;

const rcaApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: rcaApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new RcaClient(deps),
    }),
});

const rcaPage = PageBlueprint.make({
  params: {
    path: '/rca',
    title: 'Root causes',
    icon: <RiStethoscopeLine />,
    routeRef: rootRouteRef,
    loader: () => import('./components/RcaRouter').then(m => <m.RcaRouter />),
  },
});

const rcaEntityContent = EntityContentBlueprint.make({
  params: {
    path: '/root-cause',
    title: 'Root cause',
    group: 'operation',
    routeRef: entityContentRouteRef,
    filter: deployedComponent,
    loader: () =>
      import('./components/entity/EntityRootCauseContent').then(m => (
        <m.EntityRootCauseContent />
      )),
  },
});

const rcaEntityCard = EntityCardBlueprint.make({
  params: {
    type: 'info',
    filter: deployedComponent,
    loader: () =>
      import('./components/entity/EntityRootCauseCard').then(m => (
        <m.EntityRootCauseCard />
      )),
  },
});

/** @public */
export default createFrontendPlugin({
  pluginId: 'rca',
  title: 'Root causes',
  icon: <RiStethoscopeLine />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: rootRouteRef,
    investigation: investigationRouteRef,
    entityContent: entityContentRouteRef,
  },
  externalRoutes: { myAccess: myAccessRouteRef },
  extensions: [rcaApi, rcaPage, rcaEntityContent, rcaEntityCard],
});
