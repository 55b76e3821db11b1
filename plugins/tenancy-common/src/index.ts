/**
 * Types and pure functions of namespace ownership, for both sides.
 *
 * @packageDocumentation
 */
export * from './api';
export * from './decideNamespace';
export * from './groupRefs';
export * from './mapRolesToGroups';
export * from './permissions';
export * from './types';
export * from './userRefs';
