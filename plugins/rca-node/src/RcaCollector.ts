import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  CauseCategory,
  Evidence,
  ObjectRef,
  Severity,
  Unchecked,
} from '@internal/plugin-rca-common';
import { TenantScope } from '@internal/plugin-tenancy-common';

/** Something that the subject calls, directly or through others. @public */
export type SubjectDependency = {
  entityRef: string;
  serviceName: string;
  cluster: string;
  /** Absent when the catalog does not say, or the caller may not read the entity. */
  namespace?: string;
  /** Label selector of its pods, when the catalog says so. */
  labelSelector?: string;
  /** Entity ref of the owner, as far as the caller may know it. */
  owner?: string;
  /** The dependant on the way. */
  requiredBy: string;
};

/** What an investigation is about. @public */
export type InvestigationSubject = {
  entityRef: string;
  cluster: string;
  namespace: string;
  /** The workload behind the entity, by label selector of its pods. */
  labelSelector: string;
  /** Name of the service in telemetry, usually that of the entity. */
  serviceName: string;
  /** Services that the catalog says this one depends on, transitively, nearest first. */
  dependencies: SubjectDependency[];
};

/**
 * Work that several collectors of one investigation need and only one should do,
 * such as listing the pods of a namespace.
 * @public
 */
export interface SharedLoads {
  /**
   * Runs `load` for the first caller of `key` and gives everybody its result.
   * The signal is that of the whole investigation, because the load outlives
   * the deadline of the collector that happened to ask first.
   */
  once<T>(
    key: string,
    load: (options: { signal: AbortSignal }) => Promise<T>,
  ): Promise<T>;
}

/** @public */
export type CollectorContext = {
  /** Id of the investigation, for which there is a row already. */
  investigationId: string;
  subject: InvestigationSubject;
  window: { from: Date; to: Date };
  /** The caller's decision; namespaces outside it are `unchecked`, never read. */
  scope: TenantScope;
  credentials: BackstageCredentials;
  shared: SharedLoads;
  /** Aborts at the collector's own deadline and when the investigation is cancelled. */
  signal: AbortSignal;
};

/** Evidence without its id, which the investigation assigns. @public */
export type NewEvidence = Omit<Evidence, 'id'>;

/**
 * A statement of a collector that brings its own rules, such as k8sgpt.
 * `evidence` are indices into the list beside it.
 * @public
 */
export type NewFinding = {
  /** Kebab-case, e.g. `k8sgpt-service-no-endpoints`. */
  rule: string;
  title: string;
  severity: Severity;
  object: ObjectRef;
  /** What `object` belongs to, such as the Deployment of a pod, when the collector knows. */
  partOf?: ObjectRef;
  /**
   * Ids of the portal's own rules (docs/rules.md) that say the same. When one of
   * them says it of `object` or `partOf`, the two become one finding with two
   * origins.
   */
  sameAs?: readonly string[];
  /** RFC 3339. */
  onset?: string;
  evidence: number[];
  /** Set when the finding names a cause and not only a symptom. */
  cause?: {
    category: CauseCategory;
    /** 0 to 1: how strongly the finding alone speaks for the cause. */
    weight: number;
  };
};

/** @public */
export type CollectedEvidence<TFacts = unknown> = {
  evidence: NewEvidence[];
  /** Typed facts for the analysis; `evidence` indices refer to the list beside it. */
  facts: TFacts;
  unchecked: Unchecked[];
  /** One line: what was found. */
  summary: string;
  /** Findings of the collector's own rules. */
  findings?: NewFinding[];
};

/**
 * Reads one source. Collectors run in parallel; each may fail alone.
 * @public
 */
export interface RcaCollector<TFacts = unknown> {
  /** Kebab-case and unique: the `source` of its evidence. */
  readonly source: string;
  /** Default 8 000 ms. */
  readonly deadlineMs?: number;
  collect(context: CollectorContext): Promise<CollectedEvidence<TFacts>>;
}
