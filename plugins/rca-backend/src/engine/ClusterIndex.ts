import { ObjectRef, objectKey } from '@internal/plugin-rca-common';
import {
  CoreV1Event,
  V1Node,
  V1ObjectMeta,
  V1Pod,
  V1ReplicaSet,
  V1Service,
} from '@kubernetes/client-node';
import { KubernetesFacts } from '../collectors/kubernetes';
import { parseLabelSelector, selects } from '../lib/labelSelector';
import { compareText } from '../lib/compareText';
import { put } from '../lib/put';
import { EventIndex } from './EventIndex';
import { LabelIndex } from './LabelIndex';
import { otherPodOwners } from './otherPodOwners';
import { ownerUid, Workload, workloadsOf } from './Workload';

export type { Workload } from './Workload';

/** Kinds whose pods a selector may mean. */
const SELECTABLE = [
  'pods',
  'deployments',
  'statefulSets',
  'daemonSets',
] as const;
const REVISION = 'deployment.kubernetes.io/revision';

/**
 * Answers the questions that rules have about a reading of the cluster: which
 * pods belong to a workload, which events to an object, and so on.
 * @internal
 */
export class ClusterIndex {
  readonly facts: KubernetesFacts;
  readonly cluster: string;
  /** Deployments, StatefulSets and DaemonSets. */
  readonly workloads: readonly Workload[];
  /** The workloads, and whatever else pods belong to. */
  readonly podOwners: readonly Workload[];
  readonly #workloadByPodOwner = new Map<string, Workload>();
  readonly #events: EventIndex;
  readonly #pods = new Map<ObjectRef, V1Pod[]>();
  readonly #replicaSets = new Map<string, V1ReplicaSet[]>();
  readonly #workloads = new Map<string, Workload>();
  readonly #nodes: Map<string, V1Node>;
  #labels: LabelIndex | undefined;
  #services: Map<string, V1Service[]> | undefined;

  constructor(cluster: string, facts: KubernetesFacts) {
    this.cluster = cluster;
    this.facts = facts;
    this.#nodes = new Map(
      (facts.nodes ?? []).map(node => [node.metadata?.name ?? '', node]),
    );
    this.#events = new EventIndex(facts.events);
    this.workloads = workloadsOf(cluster, facts);
    const byUid = new Map(
      this.workloads.map(workload => [
        workload.object.metadata?.uid ?? '',
        workload,
      ]),
    );
    for (const workload of this.workloads) {
      this.#workloads.set(objectKey(workload.ref), workload);
    }
    for (const [uid, workload] of byUid) {
      this.#workloadByPodOwner.set(uid, workload);
    }
    for (const replicaSet of facts.replicaSets) {
      const workload = byUid.get(ownerUid(replicaSet.metadata) ?? '');
      if (workload) {
        this.#workloadByPodOwner.set(replicaSet.metadata?.uid ?? '', workload);
      }
    }
    const others: V1Pod[] = [];
    for (const pod of facts.pods) {
      const workload = this.workloadOf(pod);
      if (workload) put(this.#pods, workload.ref, pod);
      else others.push(pod);
    }
    const owners = otherPodOwners(cluster, facts, others);
    for (const [owner, pods] of owners) {
      this.#pods.set(owner.ref, pods);
    }
    this.podOwners = [...this.workloads, ...owners.keys()];
    for (const pods of this.#pods.values()) {
      pods.sort((a, b) =>
        compareText(a.metadata?.name ?? '', b.metadata?.name ?? ''),
      );
    }
    for (const set of facts.replicaSets) {
      put(this.#replicaSets, ownerUid(set.metadata), set);
    }
    for (const sets of this.#replicaSets.values()) {
      sets.sort((a, b) => revisionOf(a) - revisionOf(b));
    }
  }

  /** A reference to an object of this cluster. */
  ref(kind: string, metadata: V1ObjectMeta | undefined): ObjectRef {
    return {
      cluster: this.cluster,
      ...(metadata?.namespace && { namespace: metadata.namespace }),
      kind,
      name: metadata?.name ?? '',
    };
  }

  workloadOf(pod: V1Pod): Workload | undefined {
    return this.#workloadByPodOwner.get(ownerUid(pod.metadata) ?? '');
  }

  /** Pods of a workload or another owner, ordered by name. */
  podsOf(workload: Workload): V1Pod[] {
    return this.#pods.get(workload.ref) ?? [];
  }

  /** ReplicaSets of a Deployment by revision, the newest last. */
  replicaSetsOf(workload: Workload): V1ReplicaSet[] {
    return this.#replicaSets.get(workload.object.metadata?.uid ?? '') ?? [];
  }

  /** Events of exactly this object, and not of an earlier one of its name, the newest last. */
  eventsOf(kind: string, metadata: V1ObjectMeta | undefined): CoreV1Event[] {
    return this.#events.of(kind, metadata);
  }

  /** Services that select the pods of a workload, also when it has none now. */
  servicesOf(workload: Workload): V1Service[] {
    this.#services ??= servicesByFirstPair(this.facts.services);
    const labels = workload.template.metadata?.labels ?? {};
    const found = Object.entries(labels)
      .flatMap(
        pair =>
          this.#services!.get(pairKey(workload.ref.namespace, pair)) ?? [],
      )
      .filter(({ spec }) => selects(spec?.selector, labels));
    return found.sort((a, b) =>
      compareText(a.metadata?.name ?? '', b.metadata?.name ?? ''),
    );
  }

  /**
   * Whether a selector matches neither a pod nor the template of a workload. What
   * could not be listed may match, so that nobody can say.
   */
  selectsNothing(namespace: string, selector: Record<string, string>): boolean {
    if (!SELECTABLE.every(kind => this.wasRead(kind, namespace))) {
      return false;
    }
    this.#labels ??= LabelIndex.of([
      ...this.facts.pods.map(({ metadata }) => metadata),
      ...this.workloads.map(({ ref, template }) => ({
        namespace: ref.namespace,
        labels: template.metadata?.labels,
      })),
    ]);
    return !this.#labels.matches(namespace, selector);
  }

  /** Whether all objects of a kind in a namespace are in the facts, so that what is missing there is missing. */
  wasRead(kind: keyof KubernetesFacts, namespace: string): boolean {
    return (
      this.facts.namespaces.includes(namespace) &&
      !this.facts.unread.includes(`${namespace}/${kind}`)
    );
  }

  node(name: string | undefined): V1Node | undefined {
    return this.#nodes.get(name ?? '');
  }

  /** The workload of a catalog entity or a service name seen in telemetry. */
  findWorkload(options: {
    namespace: string;
    serviceName: string;
    labelSelector?: string;
  }): Workload | undefined {
    const inNamespace = this.workloads.filter(
      workload => workload.ref.namespace === options.namespace,
    );
    const matches =
      options.labelSelector && parseLabelSelector(options.labelSelector);
    return (
      (matches &&
        inNamespace.find(workload =>
          matches(workload.template.metadata?.labels),
        )) ||
      inNamespace.find(
        workload => workload.serviceName === options.serviceName,
      ) ||
      inNamespace.find(workload => workload.ref.name === options.serviceName)
    );
  }

  workloadByRef(ref: ObjectRef): Workload | undefined {
    return this.#workloads.get(objectKey(ref));
  }
}

/** What matches a selector has its first pair: so only few Services are tried for a workload. */
function servicesByFirstPair(services: V1Service[]): Map<string, V1Service[]> {
  const found = new Map<string, V1Service[]>();
  for (const service of services) {
    const [first] = Object.entries(service.spec?.selector ?? {});
    put(found, first && pairKey(service.metadata?.namespace, first), service);
  }
  return found;
}

function pairKey(
  namespace: string | undefined,
  [key, value]: [string, string],
): string {
  return `${namespace}\n${key}\n${value}`;
}

/** @internal */
export function revisionOf(set: V1ReplicaSet): number {
  return Number(set.metadata?.annotations?.[REVISION] ?? 0);
}
