import type { KubeObject } from '../../types';
import { resourceTypes } from '../../kubernetes/resourceTypes';
import type { Cluster } from './Cluster';
import { type Condition, conditionOf, setCondition } from './conditions';
import type { Kubelet } from './kubelet/Kubelet';
import { UNREACHABLE_TOLERATION_SECONDS } from './newPod';
import { heartbeat, heartbeatConditions } from './nodeObjects';

/** A kubelet writes its node's status this often when nothing changes. */
const HEARTBEAT_MS = 5 * 60 * 1000;
/** Without a lease for this long a node counts as lost (40 s, and the controller's own period). */
const GRACE_MS = 46 * 1000;

type Silence = { sinceMs: number; lostAtMs?: number; evicted?: boolean };

/** The nodes' heartbeats, and what the control plane does when one falls silent. */
export class NodeController {
  readonly #cluster: Cluster;
  readonly #kubelet: Kubelet;
  readonly #silences = new Map<string, Silence>();
  #nextHeartbeatMs = 0;

  constructor(cluster: Cluster, kubelet: Kubelet) {
    this.#cluster = cluster;
    this.#kubelet = kubelet;
  }

  tick(): void {
    const now = this.#cluster.clock.now();
    const beat = now >= this.#nextHeartbeatMs;
    if (beat) {
      this.#nextHeartbeatMs = now + HEARTBEAT_MS;
    }
    for (const node of [...this.#cluster.cache.all(resourceTypes.nodes)]) {
      const { name } = node.metadata;
      const silence = this.#silences.get(name);
      if (this.#cluster.environment.isSilent(name)) {
        this.#watchSilence(
          node,
          silence ?? this.#silences.set(name, { sinceMs: now }).get(name)!,
          now,
        );
      } else if (silence) {
        this.#silences.delete(name);
        this.#comeBack(node);
      } else if (beat) {
        this.#cluster.change(resourceTypes.nodes, node, draft =>
          heartbeat(draft, this.#cluster.stamp()),
        );
      }
    }
  }

  #watchSilence(node: KubeObject, silence: Silence, now: number): void {
    if (silence.lostAtMs === undefined && now - silence.sinceMs >= GRACE_MS) {
      silence.lostAtMs = now;
      this.#markLost(node);
    }
    const tolerated = UNREACHABLE_TOLERATION_SECONDS * 1000;
    if (silence.lostAtMs !== undefined && now - silence.lostAtMs >= tolerated) {
      if (!silence.evicted) {
        silence.evicted = true;
        this.#podsOf(node).forEach(pod => this.#evict(pod));
      }
    }
  }

  #markLost(node: KubeObject): void {
    const stamp = this.#cluster.stamp();
    this.#cluster.change(resourceTypes.nodes, node, draft => {
      draft.status.conditions = draft.status.conditions.map(
        (condition: Condition) => ({
          ...condition,
          status: 'Unknown',
          lastTransitionTime: stamp,
          reason: 'NodeStatusUnknown',
          message: 'Kubelet stopped posting node status.',
        }),
      );
      draft.spec.taints = ['NoSchedule', 'NoExecute'].map(effect => ({
        key: 'node.kubernetes.io/unreachable',
        effect,
        timeAdded: stamp,
      }));
    });
    this.#cluster.events.record(node, {
      type: 'Normal',
      reason: 'NodeNotReady',
      message: `Node ${node.metadata.name} status is now: NodeNotReady`,
      component: 'node-controller',
    });
    for (const pod of this.#podsOf(node)) {
      this.#cluster.change(resourceTypes.pods, pod, draft => {
        if (conditionOf(draft, 'Ready')) {
          setCondition(draft, { type: 'Ready', status: 'False' }, stamp);
        }
      });
      this.#cluster.events.record(pod, {
        type: 'Warning',
        reason: 'NodeNotReady',
        message: 'Node is not ready',
        component: 'node-controller',
      });
    }
  }

  /** The pod is marked; it stays, terminating, until its kubelet can be heard again. */
  #evict(pod: KubeObject): void {
    const now = this.#cluster.clock.now();
    this.#cluster.events.record(pod, {
      type: 'Normal',
      reason: 'TaintManagerEviction',
      message: `Marking for deletion Pod ${pod.metadata.namespace}/${pod.metadata.name}`,
      component: 'taint-eviction-controller',
    });
    this.#cluster.change(resourceTypes.pods, pod, draft => {
      setCondition(
        draft,
        {
          type: 'DisruptionTarget',
          status: 'True',
          reason: 'DeletionByTaintManager',
          message: 'Taint manager: deleting due to NoExecute taint',
        },
        this.#cluster.stamp(),
      );
      draft.metadata.deletionTimestamp ??= `${new Date(now + 30_000)
        .toISOString()
        .slice(0, 19)}Z`;
    });
  }

  #comeBack(node: KubeObject): void {
    const stamp = this.#cluster.stamp();
    const wasLost = conditionOf(node, 'Ready')?.status !== 'True';
    this.#cluster.change(resourceTypes.nodes, node, draft => {
      draft.status.conditions = heartbeatConditions(
        stamp,
        wasLost ? stamp : undefined,
        draft,
      );
      delete draft.spec.taints;
    });
    if (wasLost) {
      this.#cluster.events.record(node, {
        type: 'Normal',
        reason: 'NodeReady',
        message: `Node ${node.metadata.name} status is now: NodeReady`,
        component: 'kubelet',
        host: node.metadata.name,
      });
    }
    this.#kubelet.republish(node.metadata.name);
  }

  #podsOf(node: KubeObject): KubeObject[] {
    return [...this.#cluster.cache.all(resourceTypes.pods)].filter(
      pod =>
        pod.spec.nodeName === node.metadata.name &&
        !pod.metadata.deletionTimestamp,
    );
  }
}
