/** @packageDocumentation For tests of what is made with this package. */
export { expectAccessible } from './testUtils/expectAccessible';
