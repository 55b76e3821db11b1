/**
 * Keeps the stock Kubernetes plugin inside the caller's namespaces.
 *
 * @packageDocumentation
 */
export { kubernetesModuleTenancy as default } from './module';
