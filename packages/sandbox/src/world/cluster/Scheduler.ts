import type { KubeObject } from '../../types';
import { resourceTypes } from '../../kubernetes/resourceTypes';
import type { Cluster, Controller } from './Cluster';
import { ownerOf } from './ClusterCache';
import { setCondition } from './conditions';
import { cpuCores, memoryMi } from './quantities';

/** A pod that fits nowhere is tried again this long after the last attempt, at the latest. */
const RETRY_MS = 5 * 60 * 1000;
/** ... and at the earliest, when the cluster changed. */
const MIN_RETRY_MS = 60 * 1000;

/** Against CPU cores in use, so that spreading counts more than balance. */
const SAME_SET_PENALTY = 100;
const SAME_SERVICE_PENALTY = 10;

const ZONE = 'topology.kubernetes.io/zone';

type Demand = { cpu: number; memory: number };

/** Binds pods to nodes that are ready and have room, spreading the pods of a workload. */
export class Scheduler implements Controller {
  readonly #cluster: Cluster;
  /** When a pod that fits nowhere was tried last. */
  readonly #attempts = new Map<string, { atMs: number; nodes: string }>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  reconcile(): void {
    const { cache } = this.#cluster;
    const pods = [...cache.all(resourceTypes.pods)];
    const waiting = pods.filter(
      pod => !pod.spec.nodeName && !pod.metadata.deletionTimestamp,
    );
    if (waiting.length === 0) {
      this.#attempts.clear();
      return;
    }
    const placed = pods.filter(pod => pod.spec.nodeName);
    const nodes = [...cache.all(resourceTypes.nodes)];
    for (const pod of waiting) {
      if (this.#due(pod, nodes)) {
        const node = this.#place(pod, nodes, placed);
        if (node) {
          placed.push({
            ...pod,
            spec: { ...pod.spec, nodeName: node.metadata.name },
          });
        }
      }
    }
  }

  #due(pod: KubeObject, nodes: KubeObject[]): boolean {
    const last = this.#attempts.get(pod.metadata.uid);
    const state = nodes.map(node => JSON.stringify(node.spec)).join();
    const waited = last ? this.#cluster.clock.now() - last.atMs : Infinity;
    const due =
      waited >= RETRY_MS ||
      (waited >= MIN_RETRY_MS && last?.nodes !== state) ||
      !last;
    if (due) {
      this.#attempts.set(pod.metadata.uid, {
        atMs: this.#cluster.clock.now(),
        nodes: state,
      });
    }
    return due;
  }

  #place(
    pod: KubeObject,
    nodes: KubeObject[],
    placed: KubeObject[],
  ): KubeObject | undefined {
    const reasons = new Map<string, number>();
    const demand = demandOf(pod);
    const claims = claimsOf(this.#cluster, pod);
    if (claims.some(({ status }) => status?.phase !== 'Bound')) {
      this.#refuse(
        pod,
        nodes.length,
        new Map([
          ['pod has unbound immediate PersistentVolumeClaims', nodes.length],
        ]),
      );
      return undefined;
    }
    const zones = claims.map(claim => zoneOf(this.#cluster, claim));
    let best: { node: KubeObject; score: number } | undefined;
    for (const node of nodes) {
      const here = placed.filter(
        other => other.spec.nodeName === node.metadata.name,
      );
      const misfits = misfitsOf(pod, demand, node, here, zones);
      for (const misfit of misfits) {
        reasons.set(misfit, (reasons.get(misfit) ?? 0) + 1);
      }
      if (misfits.length === 0) {
        const crowd = here.reduce((sum, other) => sum + kinship(other, pod), 0);
        const used = here.reduce((sum, other) => sum + demandOf(other).cpu, 0);
        const score = preference(pod, node) - crowd - used;
        if (!best || score > best.score) {
          best = { node, score };
        }
      }
    }
    if (best) {
      this.#bind(pod, best.node);
    } else {
      this.#refuse(pod, nodes.length, reasons);
    }
    return best?.node;
  }

  #bind(pod: KubeObject, node: KubeObject): void {
    const name = node.metadata.name;
    this.#attempts.delete(pod.metadata.uid);
    this.#cluster.change(resourceTypes.pods, pod, draft => {
      draft.spec.nodeName = name;
      setCondition(
        draft,
        { type: 'PodScheduled', status: 'True' },
        this.#cluster.stamp(),
      );
    });
    this.#cluster.events.record(pod, {
      type: 'Normal',
      reason: 'Scheduled',
      message: `Successfully assigned ${pod.metadata.namespace}/${pod.metadata.name} to ${name}`,
      component: 'default-scheduler',
    });
  }

  #refuse(pod: KubeObject, nodes: number, reasons: Map<string, number>): void {
    const details = [...reasons]
      // What is wrong with the pod itself is not counted by node.
      .map(([reason, count]) =>
        reason.startsWith('pod ') ? reason : `${count} ${reason}`,
      )
      .sort()
      .join(', ');
    const message =
      nodes === 0
        ? 'no nodes available to schedule pods'
        : `0/${nodes} nodes are available: ${details}. no new claims to deallocate, preemption: 0/${nodes} nodes are available: ${nodes} Preemption is not helpful for scheduling.`;
    this.#cluster.change(resourceTypes.pods, pod, draft =>
      setCondition(
        draft,
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'Unschedulable',
          message,
        },
        this.#cluster.stamp(),
      ),
    );
    this.#cluster.events.record(pod, {
      type: 'Warning',
      reason: 'FailedScheduling',
      message,
      component: 'default-scheduler',
    });
  }
}

function misfitsOf(
  pod: KubeObject,
  demand: Demand,
  node: KubeObject,
  here: KubeObject[],
  zones: Array<string | undefined>,
): string[] {
  const taints: Array<{ effect: string }> = node.spec?.taints ?? [];
  if (node.spec?.unschedulable) {
    return ['node(s) were unschedulable'];
  }
  if (taints.some(taint => taint.effect === 'NoSchedule')) {
    return ['node(s) had untolerated taint(s)'];
  }
  const wanted = Object.entries<string>(pod.spec.nodeSelector ?? {});
  if (wanted.some(([key, value]) => node.metadata.labels?.[key] !== value)) {
    return ["node(s) didn't match Pod's node affinity/selector"];
  }
  if (zones.some(zone => zone && node.metadata.labels?.[ZONE] !== zone)) {
    return ['node(s) had volume node affinity conflict'];
  }
  if (here.some(other => repels(pod, other))) {
    return ["node(s) didn't match pod anti-affinity rules"];
  }
  const misfits: string[] = [];
  const { allocatable } = node.status;
  const used = here.map(demandOf);
  if (
    used.reduce((sum, d) => sum + d.cpu, demand.cpu) > cpuCores(allocatable.cpu)
  ) {
    misfits.push('Insufficient cpu');
  }
  if (
    used.reduce((sum, d) => sum + d.memory, demand.memory) >
    memoryMi(allocatable.memory)
  ) {
    misfits.push('Insufficient memory');
  }
  return misfits;
}

/** The claims that a pod's volumes name. */
function claimsOf({ store }: Cluster, pod: KubeObject): KubeObject[] {
  return (pod.spec.volumes ?? []).flatMap(
    (volume: { persistentVolumeClaim?: { claimName: string } }) => {
      const name = volume.persistentVolumeClaim?.claimName;
      const claim =
        name &&
        store.get(
          resourceTypes.persistentvolumeclaims,
          pod.metadata.namespace,
          name,
        );
      return claim ? [claim] : [];
    },
  );
}

/** Where a claim's volume can be mounted. */
function zoneOf({ store }: Cluster, claim: KubeObject): string | undefined {
  const volume = store.get(
    resourceTypes.persistentvolumes,
    undefined,
    claim.spec.volumeName ?? '',
  );
  return volume?.spec.nodeAffinity?.required?.nodeSelectorTerms?.[0]
    ?.matchExpressions?.[0]?.values?.[0];
}

/** Whether a pod must not share a node with another: of the topologies, the node is known. */
function repels(pod: KubeObject, other: KubeObject): boolean {
  const terms: Array<{
    labelSelector: { matchLabels: Record<string, string> };
  }> =
    pod.spec.affinity?.podAntiAffinity
      ?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return (
    other.metadata.namespace === pod.metadata.namespace &&
    terms.some(({ labelSelector }) =>
      Object.entries(labelSelector.matchLabels).every(
        ([key, value]) => other.metadata.labels?.[key] === value,
      ),
    )
  );
}

/** What the pod's containers reserve. */
export function demandOf(pod: KubeObject): Demand {
  const demand = { cpu: 0, memory: 0 };
  for (const container of pod.spec.containers ?? []) {
    demand.cpu += cpuCores(container.resources?.requests?.cpu);
    demand.memory += memoryMi(container.resources?.requests?.memory);
  }
  return demand;
}

type PreferredTerm = {
  weight: number;
  preference: {
    matchExpressions?: Array<{
      key: string;
      operator: string;
      values?: string[];
    }>;
  };
};

/** The weights of the pod's preferences that a node meets; of the operators, `In` is known. */
function preference(pod: KubeObject, node: KubeObject): number {
  const terms: PreferredTerm[] =
    pod.spec.affinity?.nodeAffinity
      ?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms
    .filter(term =>
      (term.preference.matchExpressions ?? []).every(
        ({ key, operator, values }) =>
          operator === 'In' &&
          values?.includes(node.metadata.labels?.[key] ?? ''),
      ),
    )
    .reduce((sum, term) => sum + term.weight, 0);
}

/** How much two pods should rather not share a node: most of all those of one ReplicaSet. */
function kinship(a: KubeObject, b: KubeObject): number {
  if (ownerOf(a) === ownerOf(b)) {
    return SAME_SET_PENALTY;
  }
  const service = 'app.kubernetes.io/name';
  return a.metadata.namespace === b.metadata.namespace &&
    a.metadata.labels?.[service] === b.metadata.labels?.[service]
    ? SAME_SERVICE_PENALTY
    : 0;
}
