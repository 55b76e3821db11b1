/**
 * Sign-in at ZITADEL, or at another OpenID provider that sends roles.
 *
 * @packageDocumentation
 */
export { authModuleZitadelProvider as default } from './module';
