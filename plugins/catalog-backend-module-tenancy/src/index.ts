/**
 * Flags catalog entities that point at namespaces which their owners do not own.
 *
 * @packageDocumentation
 */
export { catalogModuleTenancy as default } from './module';
