/**
 * Keys for machines, owned by groups.
 *
 * @packageDocumentation
 */
export { authModuleAccessKeys as default } from './module';
