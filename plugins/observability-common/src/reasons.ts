/**
 * Machine-readable reasons in error answers, as `error.reason`; pages and tests
 * switch on these.
 * @public
 */
export const observabilityErrorReasons = {
  /** The entity does not say where it runs, and the request neither. */
  noNamespace: 'no-namespace',
  /** The caller may not read the namespace, or there is none. */
  namespaceDenied: 'namespace-denied',
  /** The cluster has no such store. */
  noStore: 'no-store',
  /** The store is down, too slow, overloaded, or refuses the portal; `error.store` says which. */
  storeUnavailable: 'store-unavailable',
  /** Too many questions of the caller wait already. */
  tooManyQueries: 'too-many-queries',
} as const;

/** Which store an error is about. @public */
export type StoreKind = 'logs' | 'metrics' | 'traces';
