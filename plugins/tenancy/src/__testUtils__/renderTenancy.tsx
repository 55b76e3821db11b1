import { renderInTestApp } from '@backstage/frontend-test-utils';
import { ReactElement } from 'react';
import {
  AccessKeysApi,
  accessKeysApiRef,
  TenancyApi,
  tenancyApiRef,
} from '../api';
import { namespacesRouteRef, rootRouteRef } from '../routes';

/** An API of which every method that the test did not give fails loudly. */
export function mockTenancyApi(methods: Partial<TenancyApi> = {}) {
  const unexpected = (name: string) =>
    jest.fn().mockRejectedValue(new Error(`Unexpected call of ${name}`));
  return {
    getAccess: unexpected('getAccess'),
    explain: unexpected('explain'),
    requestAccess: unexpected('requestAccess'),
    listNamespaces: unexpected('listNamespaces'),
    getNamespaceAccess: unexpected('getNamespaceAccess'),
    listFlagged: jest.fn().mockResolvedValue({ items: [], totalItems: 0 }),
    ...methods,
  } as jest.Mocked<TenancyApi>;
}

/** A portal without access keys, unless the test gives some. */
export function mockAccessKeysApi(methods: Partial<AccessKeysApi> = {}) {
  return {
    list: jest.fn().mockResolvedValue(undefined),
    create: jest.fn(),
    rotate: jest.fn(),
    revoke: jest.fn(),
    ...methods,
  } as jest.Mocked<AccessKeysApi>;
}

/** Renders inside an app that has the routes and the API of the plugin. */
export function renderTenancy(
  element: ReactElement,
  options: {
    api: TenancyApi;
    keys?: AccessKeysApi;
    path?: string;
    mountPath?: string;
  },
) {
  return renderInTestApp(element, {
    apis: [
      [tenancyApiRef, options.api],
      [accessKeysApiRef, options.keys ?? mockAccessKeysApi()],
    ],
    mountedRoutes: {
      '/my-access': rootRouteRef,
      '/namespaces': namespacesRouteRef,
    },
    ...(options.mountPath && { mountPath: options.mountPath }),
    ...(options.path && { initialRouteEntries: [options.path] }),
  });
}
