/**
 * Types and pure functions of namespace ownership, for both sides.
 *
 * @packageDocumentation
 */
export * from './permissions';
export * from './types';
