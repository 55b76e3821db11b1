import { ObjectRef, objectKey } from '@internal/plugin-rca-common';
import { V1Pod } from '@kubernetes/client-node';
import { ClusterIndex } from '../engine/ClusterIndex';
import { compareText } from '../lib/compareText';
import { conditionOf, containersOf } from '../lib/kubernetes';

/**
 * Whether the node of a pod is ready; undefined when nobody can tell.
 *
 * @remarks
 * A tenant often may not read nodes. Its pods tell as well: when a kubelet falls
 * silent, the control plane sets their Ready condition to False, and leaves the
 * containers as the kubelet last reported them, which is ready.
 *
 * @internal
 */
export function isNodeReady(
  index: ClusterIndex,
  pod: V1Pod,
): boolean | undefined {
  const node = index.node(pod.spec?.nodeName);
  if (node) {
    return conditionOf(node.status?.conditions, 'Ready')?.status === 'True';
  }
  return pod.spec?.nodeName && looksAbandoned(index, pod) ? false : undefined;
}

/** What the control plane does to pods of a silent node. @internal */
export function looksAbandoned(index: ClusterIndex, pod: V1Pod): boolean {
  const conditions = pod.status?.conditions;
  const readyByKubelet =
    containersOf(pod).length > 0 &&
    containersOf(pod).every(({ init, status }) => init || status.ready);
  const readyByControlPlane =
    conditionOf(conditions, 'Ready')?.status === 'True';
  const evicted =
    conditionOf(conditions, 'DisruptionTarget')?.reason ===
    'DeletionByTaintManager';
  const told = index
    .eventsOf('Pod', pod.metadata)
    .some(
      event =>
        event.reason === 'NodeNotReady' ||
        event.reason === 'TaintManagerEviction',
    );
  return (
    evicted ||
    (readyByKubelet && !readyByControlPlane) ||
    (told && !readyByControlPlane)
  );
}

/** The workloads that pods belong to, each once, in a fixed order. @internal */
export function workloadsOfPods(
  index: ClusterIndex,
  pods: readonly V1Pod[],
): ObjectRef[] {
  const refs = pods
    .map(pod => index.workloadOf(pod)?.ref)
    .filter(ref => ref !== undefined);
  return [...new Map(refs.map(ref => [objectKey(ref), ref]))]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, ref]) => ref);
}
