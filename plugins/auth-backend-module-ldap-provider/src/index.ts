/**
 * Sign-in with name and password of an LDAP directory.
 *
 * @packageDocumentation
 */
export { authModuleLdapProvider as default } from './module';
