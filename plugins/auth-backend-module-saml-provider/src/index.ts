/**
 * Sign-in at a SAML 2.0 identity provider.
 *
 * @packageDocumentation
 */
export { authModuleSamlProvider as default } from './module';
