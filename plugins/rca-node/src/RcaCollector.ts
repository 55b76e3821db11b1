import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { Evidence, ObjectRef, Unchecked } from '@internal/plugin-rca-common';
import { TenantScope } from '@internal/plugin-tenancy-common';

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
  dependencies: Array<{
    entityRef: string;
    serviceName: string;
    cluster: string;
    namespace?: string;
    /** The dependant on the way. */
    requiredBy: string;
  }>;
};

/** @public */
export type CollectorContext = {
  subject: InvestigationSubject;
  window: { from: Date; to: Date };
  /** The caller's decision; namespaces outside it are `unchecked`, never read. */
  scope: TenantScope;
  credentials: BackstageCredentials;
  /** Aborts at the collector's own deadline and when the investigation is cancelled. */
  signal: AbortSignal;
};

/** Evidence without its id, which the investigation assigns. @public */
export type NewEvidence = Omit<Evidence, 'id'>;

/** @public */
export type CollectedEvidence<TFacts = unknown> = {
  evidence: NewEvidence[];
  /** Typed facts for the analysis; `evidence` indices refer to the list beside it. */
  facts: TFacts;
  unchecked: Unchecked[];
  /** One line: what was found. */
  summary: string;
  objects?: ObjectRef[];
};

/**
 * Reads one source. Collectors run in parallel; each may fail alone.
 * @public
 */
export interface RcaCollector {
  /** Kebab-case and unique: the `source` of its evidence. */
  readonly source: string;
  /** Default 8 000 ms. */
  readonly deadlineMs?: number;
  collect(context: CollectorContext): Promise<CollectedEvidence>;
}
