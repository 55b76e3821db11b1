import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { ReactElement } from 'react';
import { ObservabilityApi, observabilityApiRef } from '../api';
import {
  anomaliesRouteRef,
  logsRouteRef,
  metricsRouteRef,
  myAccessRouteRef,
  tracesRouteRef,
} from '../routes';

export const checkoutEntity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'checkout',
    annotations: { 'backstage.io/kubernetes-namespace': 'team-a-prod' },
  },
};

/** Renders on the page of a component, in an app that has the routes and the API of the plugin. */
export function renderTelemetry(
  element: ReactElement,
  options: { api: ObservabilityApi; path?: string },
) {
  return renderInTestApp(
    <EntityProvider entity={checkoutEntity}>{element}</EntityProvider>,
    {
      apis: [[observabilityApiRef, options.api]],
      mountedRoutes: {
        '/anomalies': anomaliesRouteRef,
        '/logs': logsRouteRef,
        '/metrics': metricsRouteRef,
        '/traces': tracesRouteRef,
        '/my-access': myAccessRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
      ...(options.path && { initialRouteEntries: [options.path] }),
    },
  );
}

/** An error as the client throws it. */
export function backendError(
  name: string,
  message: string,
  reason?: string,
): Error {
  return Object.assign(new Error(message), {
    cause: Object.assign(new Error(message), { name, reason }),
  });
}
