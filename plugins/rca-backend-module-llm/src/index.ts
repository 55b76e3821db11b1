/**
 * A language model that words root-cause reports.
 *
 * @packageDocumentation
 */
export { rcaModuleLlm as default } from './module';
