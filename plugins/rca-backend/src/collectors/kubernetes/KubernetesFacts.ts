import {
  CoreV1Event,
  V1CronJob,
  V1DaemonSet,
  V1Deployment,
  V1EndpointSlice,
  V1Ingress,
  V1Job,
  V1LimitRange,
  V1NetworkPolicy,
  V1Node,
  V1PersistentVolumeClaim,
  V1Pod,
  V1PodDisruptionBudget,
  V1ReplicaSet,
  V1ResourceQuota,
  V1Service,
  V1StatefulSet,
  V2HorizontalPodAutoscaler,
} from '@kubernetes/client-node';

/** A ConfigMap without its values, which are nobody's business here. @internal */
export type ConfigMapFacts = {
  namespace: string;
  name: string;
  keys: string[];
  createdAt?: string;
  /** The last write that the API server recorded, RFC 3339. */
  updatedAt?: string;
};

/** What the API server says about the namespaces of one investigation. @internal */
export type KubernetesFacts = {
  /** The namespaces that were read, the subject's first. */
  namespaces: string[];
  pods: V1Pod[];
  deployments: V1Deployment[];
  statefulSets: V1StatefulSet[];
  replicaSets: V1ReplicaSet[];
  events: CoreV1Event[];
  services: V1Service[];
  endpointSlices: V1EndpointSlice[];
  configMaps: ConfigMapFacts[];
  autoscalers: V2HorizontalPodAutoscaler[];
  daemonSets: V1DaemonSet[];
  jobs: V1Job[];
  cronJobs: V1CronJob[];
  ingresses: V1Ingress[];
  networkPolicies: V1NetworkPolicy[];
  disruptionBudgets: V1PodDisruptionBudget[];
  volumeClaims: V1PersistentVolumeClaim[];
  resourceQuotas: V1ResourceQuota[];
  limitRanges: V1LimitRange[];
  /**
   * Kinds that could not be read in full, as `namespace/kind`: what is not in
   * their lists may be there all the same.
   */
  unread: string[];
  /** Undefined when the tenant's token may not list nodes. */
  nodes?: V1Node[];
  /** Last lines of containers that crashed, by `namespace/pod/container`. */
  lastWords: Record<string, string[]>;
};

/** @internal */
export const emptyKubernetesFacts: KubernetesFacts = {
  namespaces: [],
  pods: [],
  deployments: [],
  statefulSets: [],
  replicaSets: [],
  events: [],
  services: [],
  endpointSlices: [],
  configMaps: [],
  autoscalers: [],
  daemonSets: [],
  jobs: [],
  cronJobs: [],
  ingresses: [],
  networkPolicies: [],
  disruptionBudgets: [],
  volumeClaims: [],
  resourceQuotas: [],
  limitRanges: [],
  unread: [],
  lastWords: {},
};
