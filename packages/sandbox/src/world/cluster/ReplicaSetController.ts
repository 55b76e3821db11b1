import type { KubeObject } from '../../types';
import { equalJson } from '../../kubernetes/json';
import { resourceTypes } from '../../kubernetes/resourceTypes';
import { formatTime } from '../../kubernetes/time';
import type { Random } from '../random';
import type { Cluster, Controller } from './Cluster';
import { isPodReady } from './conditions';
import { admissionRefusal } from './admission';
import { newPod } from './newPod';

/** Seconds that a pod gets to end, as the API server's default. */
const GRACE_SECONDS = 30;
/** A controller that is refused again and again asks at least this often. */
const MAX_PAUSE_MS = 64_000;

type Refusal = {
  message: string;
  sinceMs: number;
  pauseMs: number;
  nextMs: number;
};

/** Keeps as many pods as each ReplicaSet asks for. */
export class ReplicaSetController implements Controller {
  readonly #cluster: Cluster;
  readonly #random: Random;
  /** By ReplicaSet: why it got no pod, and when it asks again. */
  readonly #refusals = new Map<string, Refusal>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#random = cluster.random.stream('pod-names');
  }

  reconcile(): void {
    for (const rs of [...this.#cluster.cache.all(resourceTypes.replicasets)]) {
      const pods = this.#cluster.cache.ownedBy(rs);
      const alive = pods.filter(pod => !pod.metadata.deletionTimestamp);
      for (let i = alive.length; i < rs.spec.replicas; i++) {
        if (!this.#create(rs)) {
          break;
        }
      }
      for (const pod of victims(alive, alive.length - rs.spec.replicas)) {
        this.#terminate(rs, pod);
      }
      this.#writeStatus(rs);
    }
    this.#collectOrphans();
  }

  /** Whether the API server took a new pod. */
  #create(rs: KubeObject): boolean {
    const now = this.#cluster.clock.now();
    const refused = this.#refusals.get(rs.metadata.uid);
    if (refused && now < refused.nextMs) {
      return false;
    }
    const draft = newPod(
      rs,
      `${rs.metadata.name}-${this.#random.suffix()}`,
      this.#random.suffix(),
    );
    const refusal = admissionRefusal(this.#cluster, draft);
    if (refusal) {
      const pauseMs = Math.min(2 * (refused?.pauseMs ?? 500), MAX_PAUSE_MS);
      const message = `pods "${draft.metadata.name}" is forbidden: ${refusal}`;
      this.#refusals.set(rs.metadata.uid, {
        message: refusal.startsWith('Internal error') ? refusal : message,
        sinceMs: refused?.sinceMs ?? now,
        pauseMs,
        nextMs: now + pauseMs,
      });
      this.#cluster.events.record(rs, {
        type: 'Warning',
        reason: 'FailedCreate',
        message: `Error creating: ${
          refusal.startsWith('Internal error') ? refusal : message
        }`,
        component: 'replicaset-controller',
      });
      return false;
    }
    this.#refusals.delete(rs.metadata.uid);
    const pod = this.#cluster.create(resourceTypes.pods, draft);
    this.#cluster.events.record(rs, {
      type: 'Normal',
      reason: 'SuccessfulCreate',
      message: `Created pod: ${pod.metadata.name}`,
      component: 'replicaset-controller',
    });
    return true;
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
      ...this.#failure(rs, alive.length),
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

  #failure(rs: KubeObject, alive: number): { conditions?: object[] } {
    const refusal = this.#refusals.get(rs.metadata.uid);
    if (!refusal || alive >= rs.spec.replicas) {
      this.#refusals.delete(rs.metadata.uid);
      return {};
    }
    return {
      conditions: [
        {
          type: 'ReplicaFailure',
          status: 'True',
          lastTransitionTime: formatTime(refusal.sinceMs),
          reason: 'FailedCreate',
          message: refusal.message,
        },
      ],
    };
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
