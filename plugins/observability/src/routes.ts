import {
  createExternalRouteRef,
  createRouteRef,
} from '@backstage/frontend-plugin-api';

/** What is unusual in the namespaces of the reader. */
export const anomaliesRouteRef = createRouteRef();

/** The Logs tab of an entity. */
export const logsRouteRef = createRouteRef();

/** The Metrics tab of an entity. */
export const metricsRouteRef = createRouteRef();

/** The Traces tab of an entity. */
export const tracesRouteRef = createRouteRef();

/** Where people see which namespaces are theirs, and why. */
export const myAccessRouteRef = createExternalRouteRef({
  defaultTarget: 'tenancy.root',
});
