/**
 * Users, groups and memberships of ZITADEL as entities of the catalog.
 *
 * @packageDocumentation
 */
export { catalogModuleZitadel as default } from './module';
