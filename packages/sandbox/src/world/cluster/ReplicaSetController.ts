import type { KubeObject } from '../../types';
import { equalJson } from '../../kubernetes/json';
import { resourceTypes } from '../../kubernetes/resourceTypes';
import type { Random } from '../random';
import type { Cluster, Controller } from './Cluster';
import { isPodReady } from './conditions';
import { newPod } from './newPod';

/** Seconds that a pod gets to end, as the API server's default. */
const GRACE_SECONDS = 30;

/** Keeps as many pods as each ReplicaSet asks for. */
export class ReplicaSetController implements Controller {
  readonly #cluster: Cluster;
  readonly #random: Random;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#random = cluster.random.stream('pod-names');
  }

  reconcile(): void {
    for (const rs of [...this.#cluster.cache.all(resourceTypes.replicasets)]) {
      const pods = this.#cluster.cache.ownedBy(rs);
      const alive = pods.filter(pod => !pod.metadata.deletionTimestamp);
      for (let i = alive.length; i < rs.spec.replicas; i++) {
        this.#create(rs);
      }
      for (const pod of victims(alive, alive.length - rs.spec.replicas)) {
        this.#terminate(rs, pod);
      }
      this.#writeStatus(rs);
    }
    this.#collectOrphans();
  }

  #create(rs: KubeObject): void {
    const pod = this.#cluster.create(
      resourceTypes.pods,
      newPod(
        rs,
        `${rs.metadata.name}-${this.#random.suffix()}`,
        this.#random.suffix(),
      ),
    );
    this.#cluster.events.record(rs, {
      type: 'Normal',
      reason: 'SuccessfulCreate',
      message: `Created pod: ${pod.metadata.name}`,
      component: 'replicaset-controller',
    });
  }

  #terminate(rs: KubeObject, pod: KubeObject): void {
    terminatePod(this.#cluster, pod);
    this.#cluster.events.record(rs, {
      type: 'Normal',
      reason: 'SuccessfulDelete',
      message: `Deleted pod: ${pod.metadata.name}`,
      component: 'replicaset-controller',
    });
  }

  #writeStatus(rs: KubeObject): void {
    const alive = this.#cluster.cache
      .ownedBy(rs)
      .filter(pod => !pod.metadata.deletionTimestamp);
    const terminating = this.#cluster.cache.ownedBy(rs).length - alive.length;
    const ready = alive.filter(isPodReady).length;
    const status = {
      replicas: alive.length,
      ...(alive.length ? { fullyLabeledReplicas: alive.length } : {}),
      ...(ready ? { readyReplicas: ready, availableReplicas: ready } : {}),
      terminatingReplicas: terminating,
      observedGeneration: rs.metadata.generation,
    };
    if (!equalJson(rs.status, status)) {
      this.#cluster.change(resourceTypes.replicasets, rs, draft => {
        draft.status = {
          ...status,
          observedGeneration: draft.metadata.generation,
        };
      });
    }
  }

  /** As the garbage collector: what lost its owner goes as well. */
  #collectOrphans(): void {
    const { cache } = this.#cluster;
    const deployments = new Set(
      [...cache.all(resourceTypes.deployments)].map(d => d.metadata.uid),
    );
    const sets = new Set<string>();
    for (const rs of [...cache.all(resourceTypes.replicasets)]) {
      const owner = rs.metadata.ownerReferences?.find(
        reference => reference.kind === 'Deployment',
      );
      if (owner && !deployments.has(owner.uid)) {
        this.#cluster.remove(resourceTypes.replicasets, rs);
      } else {
        sets.add(rs.metadata.uid);
      }
    }
    for (const pod of [...cache.all(resourceTypes.pods)]) {
      const owner = pod.metadata.ownerReferences?.find(
        reference => reference.kind === 'ReplicaSet',
      );
      if (owner && !sets.has(owner.uid) && !pod.metadata.deletionTimestamp) {
        terminatePod(this.#cluster, pod);
      }
    }
  }
}

/** Asks a pod to end; its kubelet carries it out. A pod that no node has is gone at once. */
export function terminatePod(cluster: Cluster, pod: KubeObject): void {
  if (!pod.spec.nodeName) {
    cluster.remove(resourceTypes.pods, pod);
    return;
  }
  cluster.change(resourceTypes.pods, pod, draft => {
    draft.metadata.deletionTimestamp = new Date(
      cluster.clock.now() + GRACE_SECONDS * 1000,
    )
      .toISOString()
      .replace(/\.\d+Z$/, 'Z');
    (
      draft.metadata as { deletionGracePeriodSeconds?: number }
    ).deletionGracePeriodSeconds = GRACE_SECONDS;
  });
}

/** Which pods to give up: those without a node first, then the unready, then the newest. */
function victims(alive: KubeObject[], count: number): KubeObject[] {
  if (count <= 0) {
    return [];
  }
  const rank = (pod: KubeObject) =>
    (pod.spec.nodeName ? 2 : 0) + (isPodReady(pod) ? 1 : 0);
  return [...alive]
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        b.metadata.creationTimestamp.localeCompare(
          a.metadata.creationTimestamp,
        ),
    )
    .slice(0, count);
}
