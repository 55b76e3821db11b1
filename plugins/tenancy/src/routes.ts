import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** My access; `?check=<cluster>/<namespace>` explains one namespace at once. */
export const rootRouteRef = createRouteRef();

/** All namespaces with their owners, for the platform. */
export const namespacesRouteRef = createRouteRef();

/** Who can see one namespace, for the platform and its owners. */
export const namespaceRouteRef = createSubRouteRef({
  parent: namespacesRouteRef,
  path: '/:cluster/:namespace',
});
