/**
 * What the portal's ways in have in common.
 *
 * @packageDocumentation
 */
export * from './AttemptLimiter';
export * from './isProtectedUrl';
export * from './readRoleMapping';
export * from './TooManyAttemptsError';
export * from './toSignInIdentity';
export * from './readUserNamespaces';
