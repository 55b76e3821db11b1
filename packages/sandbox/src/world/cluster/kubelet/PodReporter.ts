import type { KubeObject } from '../../../types';
import { cloneJson, equalJson } from '../../../kubernetes/json';
import { resourceTypes } from '../../../kubernetes/resourceTypes';
import type { Cluster } from '../Cluster';
import type { PodRuntime } from './PodRuntime';
import { writePodStatus } from './podStatus';

/** How a kubelet tells the API server about its pods: status and Events. */
export class PodReporter {
  readonly #cluster: Cluster;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** Undefined when the pod was deleted, also when another took its name. */
  podOf(runtime: PodRuntime): KubeObject | undefined {
    const pod = this.#cluster.cache.get(
      resourceTypes.pods,
      runtime.namespace,
      runtime.name,
    );
    return pod?.metadata.uid === runtime.uid ? pod : undefined;
  }

  /** Whether the pod's node has its network. */
  reachable(runtime: PodRuntime): boolean {
    return !this.#cluster.environment.isSilent(runtime.node);
  }

  /** Writes the pod's status, when it differs and its node can be heard. */
  publish(runtime: PodRuntime): void {
    const pod = this.podOf(runtime);
    if (!pod || !this.reachable(runtime)) {
      return;
    }
    const node = this.#cluster.cache.get(
      resourceTypes.nodes,
      undefined,
      runtime.node,
    );
    const draft = cloneJson(pod);
    draft.status ??= {};
    writePodStatus(
      draft,
      runtime,
      node?.status?.addresses?.[0]?.address ?? '',
      this.#cluster.stamp(),
    );
    if (!equalJson(draft.status, pod.status)) {
      this.#cluster.store.update(resourceTypes.pods, draft);
    }
  }

  event(
    runtime: PodRuntime,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
    fieldPath = `spec.containers{${runtime.container}}`,
  ): void {
    const pod = this.podOf(runtime);
    if (pod) {
      this.#cluster.events.record(pod, {
        type,
        reason,
        message,
        component: 'kubelet',
        host: runtime.node,
        fieldPath,
      });
    }
  }
}
