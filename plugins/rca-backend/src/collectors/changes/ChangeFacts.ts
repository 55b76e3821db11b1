import { ObjectRef } from '@internal/plugin-rca-common';

/** What a field of a pod template is about; decides which causes a change of it can have. @internal */
export type FieldKind =
  | 'image'
  | 'env'
  | 'config-reference'
  | 'resources'
  | 'probe'
  | 'command'
  | 'scheduling'
  | 'restart'
  | 'other';

/** One difference between two versions of something. @internal */
export type FieldChange = {
  kind: FieldKind;
  /** `containers[cart].image`, or the key of a configuration value. */
  path: string;
  before?: string;
  after?: string;
};

/** A new revision of a workload. @internal */
export type RolloutChange = {
  at: string;
  object: ObjectRef;
  revision: number;
  previousRevision?: number;
  fields: FieldChange[];
  evidence: number;
};

/** A change of the number of replicas that no rollout made. @internal */
export type ScaleChange = {
  at: string;
  object: ObjectRef;
  from: number;
  to: number;
  /** The HorizontalPodAutoscaler's doing, or somebody's. */
  byAutoscaler: boolean;
  evidence: number;
};

/** A commit that touched manifests of one namespace. @internal */
export type CommitChange = {
  at: string;
  sha: string;
  subject: string;
  author: string;
  namespace: string;
  /** Folders below the namespace that it touched: names of services. */
  services: string[];
  files: string[];
  fields: Array<FieldChange & { file: string }>;
  evidence: number;
};

/** A ConfigMap that was written or created. @internal */
export type ConfigChange = {
  at: string;
  object: ObjectRef;
  created: boolean;
  evidence: number;
};

/** Facts of the collector `changes`, each list with the newest last. @internal */
export type ChangeFacts = {
  rollouts: RolloutChange[];
  scalings: ScaleChange[];
  commits: CommitChange[];
  configs: ConfigChange[];
};
