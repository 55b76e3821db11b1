/**
 * Keeps what an entity makes the portal read inside the folder of its own descriptor.
 *
 * @packageDocumentation
 */
export { catalogModuleConfinedSources as default } from './module';
