import { AccessSource, NamespaceAccess, NamespaceRef } from './types';

/*
 * The HTTP API of `tenancy-backend`, below `/api/tenancy`. JSON both ways, errors
 * of `@backstage/errors` with a `reason` where the caller can do something about it.
 *
 *   GET  /access?cursor=&limit=&cluster=&access=&q=            AccessOverview
 *   GET  /explain?cluster=&namespace=                          AccessExplanation
 *   POST /access-requests            AccessRequestInput        AccessRequestAnswer (202)
 *   GET  /namespaces?cursor=&limit=&cluster=&owner=&state=&q=  NamespacePage (tenancy.namespace.list)
 *   GET  /namespaces/:cluster/:namespace/access?cursor=&limit= NamespaceAccessReport
 *   GET  /flagged-entities?cursor=&limit=                      FlaggedEntityPage
 *
 * All of it serves signed-in people only: a service or a static token gets 403.
 */

/** Longest text of an access request, in characters. @public */
export const MAX_ACCESS_REQUEST_REASON_LENGTH = 500;

/** Items in one page of every list when `limit` is not given. @public */
export const DEFAULT_PAGE_SIZE = 50;

/** Largest `limit`. @public */
export const MAX_PAGE_SIZE = 200;

/** @public */
export type NamespaceAccessItem = NamespaceRef & {
  access: NamespaceAccess;
  /** Entity ref of the group that grants it; absent for shared namespaces. */
  via?: string;
  source: AccessSource;
};

/**
 * How well the portal knows the namespaces of a cluster. `stale`: still within
 * its bound, but the last attempt failed. `unavailable`: everything is denied.
 * @public
 */
export type ClusterHealth = {
  state: 'fresh' | 'stale' | 'unavailable';
  /** Absent before the first answer of the cluster. */
  ageSeconds?: number;
  maxStalenessSeconds: number;
};

/** @public */
export type ClusterOverview = {
  name: string;
  title: string;
  health: ClusterHealth;
};

/**
 * A group that the sign-in and the catalog do not agree about. The sign-in decides.
 * @public
 */
export type GroupDifference = { group: string; onlyIn: 'sign-in' | 'catalog' };

/** What the caller may read, and why. @public */
export type AccessOverview = {
  userEntityRef: string;
  /** The groups that count: those of the sign-in. Sorted. */
  groups: string[];
  /** Member of a platform group. */
  platform: boolean;
  /** One page, sorted by cluster and name. */
  namespaces: NamespaceAccessItem[];
  /** All that match, on every page. */
  totalItems: number;
  nextCursor?: string;
  /** Clusters in which the caller may read something, and those that cannot be told now. */
  clusters: ClusterOverview[];
  /** Empty when they agree; absent when the catalog has no such user or does not answer. */
  groupDifferences?: GroupDifference[];
};

/**
 * Why a caller may not read a namespace, as far as the caller may know.
 *
 * @remarks
 * `no-access` stands for everything that would tell about namespaces of others:
 * there is no such namespace or cluster, it is somebody else's, nobody owns it, or
 * the sources disagree about owners that are not the caller's. Members of a
 * platform group get the exact reason.
 *
 * @public
 */
export const publicDenialReasons = {
  noAccess: 'no-access',
} as const;

/** The caller's own decision, in words. @public */
export type AccessExplanation = NamespaceRef & {
  result: 'allow' | 'deny';
  access?: NamespaceAccess;
  via?: string;
  source?: AccessSource;
  /** A `DenialReason`, or `no-access`; absent when allowed. */
  reason?: string;
  /** One sentence that says what was decided and why. */
  sentence: string;
  /** One sentence that says what the caller can do; absent when there is nothing to do. */
  whatToDo?: string;
  /** Whether `POST /access-requests` makes sense. */
  canRequest: boolean;
};

/** @public */
export type AccessRequestInput = NamespaceRef & {
  /** At most {@link MAX_ACCESS_REQUEST_REASON_LENGTH} characters. */
  reason: string;
};

/**
 * `received` says nothing about the namespace: it is the answer for those that do
 * not exist, too. 429 with reason `too-many-requests` when the caller asked too often.
 * @public
 */
export type AccessRequestAnswer = { status: 'received' | 'already-granted' };

/** @public */
export type NamespaceState =
  | 'owned'
  | 'unowned'
  /** Trusted sources name different owners. */
  | 'conflict'
  /** The label holds something that is no group. */
  | 'invalid';

/** What one trusted source says. @public */
export type NamespaceClaim = {
  source: 'label' | 'config';
  /** Entity ref; absent when the source's value is no group. */
  group?: string;
};

/** @public */
export type NamespaceSummary = NamespaceRef & {
  state: NamespaceState;
  /** Entity ref of the owning group, when `owned`. */
  owner?: string;
  shared: boolean;
  claims: NamespaceClaim[];
};

/** For members of a platform group. @public */
export type NamespacePage = {
  items: NamespaceSummary[];
  totalItems: number;
  nextCursor?: string;
  clusters: ClusterOverview[];
};

/** @public */
export type NamespaceMember = {
  userEntityRef: string;
  displayName?: string;
};

/**
 * Who can see a namespace: for members of a platform group, and for its owners.
 * @public
 */
export type NamespaceAccessReport = NamespaceSummary & {
  /** Every signed-in person can read it. */
  everyone: boolean;
  /** Groups that can read it, and through what. */
  groups: Array<{
    group: string;
    access: 'owner' | 'platform';
    source?: AccessSource;
  }>;
  /**
   * One page of the people that the catalog knows in these groups. The sign-in
   * decides, so this list can be late in both directions.
   */
  members: NamespaceMember[];
  totalMembers: number;
  nextCursor?: string;
};

/** Why an entity is flagged. @public */
export const entityFlagReasons = {
  /** Its owner does not own the namespace that it points at, if there is one at all. */
  foreignNamespace: 'foreign-namespace',
  /** The annotation is no name of a namespace. */
  invalidNamespace: 'invalid-namespace',
  /** The label selector selects everything in the namespace. */
  broadSelector: 'broad-selector',
} as const;

/** @public */
export type EntityFlagReason =
  (typeof entityFlagReasons)[keyof typeof entityFlagReasons];

/**
 * Annotation that the catalog's tenancy processor writes on a flagged entity: its
 * reasons, separated by commas. Tenants cannot set it.
 * @public
 */
export const ENTITY_FLAG_ANNOTATION = 'aiops.backstage/tenancy-flags';

/** `type` of the entity status items that go with the flags. @public */
export const ENTITY_FLAG_STATUS_TYPE = 'aiops.backstage/tenancy';

/** @public */
export type EntityFlag = {
  reason: EntityFlagReason;
  /** The annotation or field that it is about. */
  field: string;
  /** One sentence, for the entity's page. */
  message: string;
};

/** @public */
export type FlaggedEntity = {
  entityRef: string;
  title?: string;
  owner?: string;
  /** As written in the annotations. */
  cluster?: string;
  namespace?: string;
  flags: EntityFlag[];
  /** Entities that depend on this one; their topology cannot rely on it. */
  dependents: string[];
};

/** Platform: all; everybody else: those of the caller's groups. @public */
export type FlaggedEntityPage = {
  items: FlaggedEntity[];
  totalItems: number;
  nextCursor?: string;
};
