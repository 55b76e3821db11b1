/**
 * The portal's one permission policy: default deny, teams see their own.
 *
 * @packageDocumentation
 */
export { permissionModuleTenancyPolicy as default } from './module';
