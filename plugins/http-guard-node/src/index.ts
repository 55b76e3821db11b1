/**
 * The first thing that every request meets.
 *
 * @packageDocumentation
 */
export { httpGuardServiceFactory as default } from './httpGuardServiceFactory';
