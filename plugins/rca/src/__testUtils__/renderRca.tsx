import { renderInTestApp } from '@backstage/frontend-test-utils';
import { ReactElement } from 'react';
import { RcaApi, rcaApiRef } from '../api';
import {
  entityContentRouteRef,
  myAccessRouteRef,
  rootRouteRef,
} from '../routes';

/** An API of which every method that the test did not give fails loudly. */
export function mockRcaApi(methods: Partial<jest.Mocked<RcaApi>> = {}) {
  const unexpected = (name: string) =>
    jest.fn().mockRejectedValue(new Error(`Unexpected call of ${name}`));
  return {
    list: unexpected('list'),
    start: unexpected('start'),
    get: unexpected('get'),
    cancel: unexpected('cancel'),
    getMarkdown: unexpected('getMarkdown'),
    ...methods,
  } as jest.Mocked<RcaApi>;
}

/** Renders inside an app that has the routes and the API of the plugin. */
export function renderRca(
  element: ReactElement,
  options: { api: RcaApi; path?: string; mountPath?: string },
) {
  return renderInTestApp(element, {
    apis: [[rcaApiRef, options.api]],
    mountedRoutes: {
      '/rca': rootRouteRef,
      '/root-cause': entityContentRouteRef,
      '/my-access': myAccessRouteRef,
    },
    ...(options.mountPath && { mountPath: options.mountPath }),
    ...(options.path && { initialRouteEntries: [options.path] }),
  });
}
