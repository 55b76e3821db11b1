/**
 * The one way our backends reach a Kubernetes API: with the tenant's own
 * short-lived token.
 *
 * @packageDocumentation
 */
export { abortable } from './abortable';
export type {
  ClusterInfo,
  ClusterService,
  TenantClient,
} from './ClusterService';
export { clusterServiceRef } from './clusterServiceRef';
export { kubernetesStatusCode, toBackstageError } from './kubernetesErrors';
