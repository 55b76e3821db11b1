import {
  createExternalRouteRef,
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** List of investigations. */
export const rootRouteRef = createRouteRef();

/** One investigation: progress while it runs, then its report. */
export const investigationRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/:id',
});

/** The Root cause tab of an entity. */
export const entityContentRouteRef = createRouteRef();

/** Where people see which namespaces are theirs, and why. */
export const myAccessRouteRef = createExternalRouteRef({
  defaultTarget: 'tenancy.root',
});
