/**
 * What other tests of a running portal share with the attack suite.
 *
 * @packageDocumentation
 */
export { signIn } from './support/signIn';
