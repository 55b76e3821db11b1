/**
 * Types and pure functions of namespace ownership, for both sides.
 *
 * @packageDocumentation
 */
export * from './api';
export * from './accessKeyPermissions';
export * from './accessKeys';
export * from './accessScope';
export * from './decideNamespace';
export * from './explainDecision';
export * from './flagEntity';
export * from './groupRefs';
export * from './mapRolesToGroups';
export * from './organizationIds';
export * from './namespacePattern';
export * from './permissions';
export * from './signInRefusals';
export * from './types';
export * from './userNamespaces';
export * from './userRefs';
