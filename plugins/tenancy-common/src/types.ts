/**
 * Names one namespace of one cluster.
 * @public
 */
export type NamespaceRef = { cluster: string; namespace: string };

/**
 * Why a caller may read a namespace: it is theirs, it is shared with every
 * signed-in user, or they belong to the platform group.
 * @public
 */
export type NamespaceAccess = 'owner' | 'shared' | 'platform';

/**
 * Which trusted source says why a namespace may be read: the label of the
 * namespace, the portal's configuration, both, or the list of shared namespaces.
 * @public
 */
export type AccessSource = 'label' | 'config' | 'both' | 'shared';

/**
 * Machine-readable reasons for a denial; user interfaces and tests switch on these.
 * @public
 */
export const denialReasons = {
  /** The caller is a service, or nobody: tenant routes serve people only. */
  notAUser: 'not-a-user',
  /** The caller is a user whose groups could not be looked up. */
  identityUnavailable: 'identity-unavailable',
  /** The name is not a DNS label, so it cannot be a namespace. */
  invalidNamespace: 'invalid-namespace',
  /** The cluster is not configured. */
  unknownCluster: 'unknown-cluster',
  /** The cluster has no such namespace (as far as the index knows). */
  unknownNamespace: 'unknown-namespace',
  /** No trusted source names an owner for the namespace. */
  unowned: 'unowned-namespace',
  /** The namespace belongs to a group that the caller is not in. */
  notOwner: 'not-owner',
  /** The caller is a key for machines, and the namespace is not in its scope. */
  outOfScope: 'out-of-scope',
  /** Two trusted sources name different owners. */
  ownershipConflict: 'ownership-conflict',
  /** A trusted source holds something that is no group. */
  ownershipInvalid: 'ownership-invalid',
  /** The namespace index is older than its bound, so ownership cannot be told. */
  indexUnavailable: 'namespace-index-unavailable',
} as const;

/** @public */
export type DenialReason = (typeof denialReasons)[keyof typeof denialReasons];

/** @public */
export type NamespaceGrant = NamespaceRef & {
  access: NamespaceAccess;
  /** The group entity ref that grants access; absent for shared namespaces. */
  via?: string;
  /** Which trusted source it rests on. */
  source?: AccessSource;
};

/** @public */
export type NamespaceDecision =
  | { result: 'allow'; grant: NamespaceGrant }
  | { result: 'deny'; namespace: NamespaceRef; reason: DenialReason };

/**
 * The result of a positive decision, which stores and cluster clients demand
 * before they answer: a caller and the namespaces of one cluster that this
 * caller may read. Only `tenancy-node` makes one; never build it by hand.
 * @public
 */
export interface TenantScope {
  readonly $$type: '@internal/TenantScope';
  readonly userEntityRef: string;
  readonly cluster: string;
  /** Never empty. */
  readonly namespaces: readonly string[];
  /**
   * For a scheduled scan and not for a person: stores answer it, cluster clients
   * do not. The `userEntityRef` is then no entity but names the scan.
   */
  readonly purpose?: 'scan';
}
