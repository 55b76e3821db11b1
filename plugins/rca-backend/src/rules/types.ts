import {
  CauseCategory,
  ObjectRef,
  Severity,
} from '@internal/plugin-rca-common';
import { InvestigationSubject, NewEvidence } from '@internal/plugin-rca-node';
import { ChangeFacts } from '../collectors/changes';
import { LogFacts } from '../collectors/logs';
import { MetricFacts } from '../collectors/metrics';
import { PastReportFacts } from '../collectors/pastReports';
import { ClusterIndex } from '../engine/ClusterIndex';
import { CollectedRef } from '../engine/EvidenceBook';
import { ServiceGraph } from '../engine/ServiceGraph';

/** All that the collectors brought, as rules see it. A source that failed is undefined or empty. @internal */
export type Snapshot = {
  subject: InvestigationSubject;
  window: { from: Date; to: Date };
  index: ClusterIndex;
  graph: ServiceGraph;
  metrics: MetricFacts | undefined;
  logs: LogFacts | undefined;
  changes: ChangeFacts | undefined;
  pastReports?: PastReportFacts;
};

/** @internal */
export type RuleEvidence = NewEvidence | CollectedRef;

/** What a finding says about the cause, when it is more than a symptom. @internal */
export type RuleCause = {
  category: CauseCategory;
  /** 0 to 1: how sure the rule alone is that this is a cause and not an effect. */
  weight: number;
  /**
   * The cause needs no other: an anomalous dependency does not explain it away.
   * A container over its memory limit is such; a slow service is not.
   */
  selfSufficient: boolean;
  /** One sentence in plain words. */
  statement: string;
  confirmBy?: string;
  /** The field of the object that is wrong, when nothing else has to be corrected. */
  wrongField?: { path: string; label: string };
  /** Where a change made it so, for the proposed action. */
  change?: CauseChange;
};

/** @internal */
export type CauseChange = {
  workload?: ObjectRef;
  revision?: number;
  previousRevision?: number;
  sha?: string;
  /** The commit changed configuration, which going back a revision does not undo. */
  inConfig?: boolean;
  /** Replicas before. */
  replicas?: number;
  description: string;
};

/** @internal */
export type RuleFinding = {
  rule: string;
  title: string;
  severity: Severity;
  object: ObjectRef;
  /** RFC 3339. */
  onset?: string;
  evidence: RuleEvidence[];
  cause?: RuleCause;
  /** Who says so; the portal's own rules when it is left out. */
  origins?: string[];
  /** Workloads that suffer from a fault of `object`, when it is none itself. */
  affects?: ObjectRef[];
};

/** Looks at a snapshot and says what it sees. Pure: the same snapshot gives the same findings. @internal */
export interface Rule {
  /** Kebab-case. */
  readonly id: string;
  evaluate(snapshot: Snapshot): RuleFinding[];
}
