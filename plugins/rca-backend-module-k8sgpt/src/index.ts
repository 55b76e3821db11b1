/**
 * Findings of k8sgpt for root-cause analysis.
 *
 * @packageDocumentation
 */
export { rcaModuleK8sgpt as default } from './module';
