import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { RiPulseLine } from '@remixicon/react';
import { observabilityApiRef, ObservabilityClient } from './api';
import {
  anomaliesRouteRef,
  logsRouteRef,
  metricsRouteRef,
  myAccessRouteRef,
  tracesRouteRef,
} from './routes';

/** Components that say where they run; without a namespace there is nothing to read. */
const deployedComponent = {
  kind: 'component',
  'metadata.annotations.backstage.io/kubernetes-namespace': { $exists: true },
} as const;

const observabilityApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: observabilityApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new ObservabilityClient(deps),
    }),
});

const anomaliesPage = PageBlueprint.make({
  params: {
    path: '/anomalies',
    title: 'Anomalies',
    icon: <RiPulseLine />,
    routeRef: anomaliesRouteRef,
    loader: () =>
      import('./components/anomalies').then(m => <m.AnomaliesPage />),
  },
});

const logsContent = EntityContentBlueprint.make({
  name: 'logs',
  params: {
    path: '/logs',
    title: 'Logs',
    group: 'observability',
    routeRef: logsRouteRef,
    filter: deployedComponent,
    loader: () => import('./components/logs').then(m => <m.LogsTab />),
  },
});

const metricsContent = EntityContentBlueprint.make({
  name: 'metrics',
  params: {
    path: '/metrics',
    title: 'Metrics',
    group: 'observability',
    routeRef: metricsRouteRef,
    filter: deployedComponent,
    loader: () => import('./components/metrics').then(m => <m.MetricsTab />),
  },
});

const tracesContent = EntityContentBlueprint.make({
  name: 'traces',
  params: {
    path: '/traces',
    title: 'Traces',
    group: 'observability',
    routeRef: tracesRouteRef,
    filter: deployedComponent,
    loader: () => import('./components/traces').then(m => <m.TracesTab />),
  },
});

/** @public */
export default createFrontendPlugin({
  pluginId: 'observability',
  title: 'Logs, metrics and traces',
  icon: <RiPulseLine />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    anomalies: anomaliesRouteRef,
    logs: logsRouteRef,
    metrics: metricsRouteRef,
    traces: tracesRouteRef,
  },
  externalRoutes: { myAccess: myAccessRouteRef },
  extensions: [
    observabilityApi,
    anomaliesPage,
    logsContent,
    metricsContent,
    tracesContent,
  ],
});
