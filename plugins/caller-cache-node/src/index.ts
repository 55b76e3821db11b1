/**
 * What the portal knows about a caller, kept for a few seconds.
 *
 * @packageDocumentation
 */
export { callerCache as default } from './callerCache';
