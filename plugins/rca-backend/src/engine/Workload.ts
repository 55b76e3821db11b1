import { ObjectRef } from '@internal/plugin-rca-common';
import {
  V1DaemonSet,
  V1Deployment,
  V1Job,
  V1ObjectMeta,
  V1Pod,
  V1PodTemplateSpec,
  V1StatefulSet,
} from '@kubernetes/client-node';
import { KubernetesFacts } from '../collectors/kubernetes';

/** What pods belong to, whatever its kind. @internal */
export type Workload = {
  ref: ObjectRef & { namespace: string };
  object:
    | V1Deployment
    | V1StatefulSet
    | V1DaemonSet
    | V1Job
    | V1Pod
    | { metadata: V1ObjectMeta };
  template: V1PodTemplateSpec;
  /** The label `app.kubernetes.io/name`, or the object's own name. */
  serviceName: string;
  desiredReplicas: number;
  availableReplicas: number;
};

/** What keeps pods running: Deployments, StatefulSets and DaemonSets. @internal */
export function workloadsOf(
  cluster: string,
  facts: KubernetesFacts,
): Workload[] {
  return [
    ...facts.deployments.map(object =>
      scaled(cluster, 'Deployment', object, object.spec?.template),
    ),
    ...facts.statefulSets.map(object =>
      scaled(cluster, 'StatefulSet', object, object.spec?.template),
    ),
    ...facts.daemonSets.map(object => ({
      ...toWorkload(cluster, 'DaemonSet', object, object.spec?.template),
      desiredReplicas: object.status?.desiredNumberScheduled ?? 0,
      availableReplicas: object.status?.numberAvailable ?? 0,
    })),
  ];
}

function scaled(
  cluster: string,
  kind: string,
  object: V1Deployment | V1StatefulSet,
  template: V1PodTemplateSpec | undefined,
): Workload {
  return {
    ...toWorkload(cluster, kind, object, template),
    desiredReplicas: object.spec?.replicas ?? 1,
    availableReplicas: object.status?.availableReplicas ?? 0,
  };
}

/** One of which nobody says how many pods it wants. @internal */
export function toWorkload(
  cluster: string,
  kind: string,
  object: Workload['object'],
  template: V1PodTemplateSpec = {},
): Workload {
  const { namespace = '', name = '' } = object.metadata ?? {};
  return {
    ref: { cluster, namespace, kind, name },
    object,
    template,
    serviceName: template.metadata?.labels?.['app.kubernetes.io/name'] ?? name,
    desiredReplicas: 0,
    availableReplicas: 0,
  };
}

/** Uid of what made an object. @internal */
export function ownerUid(
  metadata: V1ObjectMeta | undefined,
): string | undefined {
  return ownerOf(metadata)?.uid;
}

/** Reference to what made an object. @internal */
export function ownerOf(metadata: V1ObjectMeta | undefined) {
  const owners = metadata?.ownerReferences ?? [];
  return owners.find(owner => owner.controller) ?? owners[0];
}
