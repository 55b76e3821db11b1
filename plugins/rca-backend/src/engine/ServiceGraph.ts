import { ObjectRef, objectKey } from '@internal/plugin-rca-common';
import { InvestigationSubject } from '@internal/plugin-rca-node';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { CalleeMetricFacts, MetricFacts } from '../collectors/metrics';
import { ClusterIndex, Workload } from './ClusterIndex';

/** A service in the analysis: one workload, or a name that is all we may know. @internal */
export type ServiceNode = {
  /** `namespace/name`, or `/name` when the namespace is not known. */
  key: string;
  name: string;
  namespace?: string;
  /** Outside the caller's namespaces: known only from what its callers see. */
  foreign: boolean;
  workload?: Workload;
  entityRef?: string;
  owner?: string;
};

/** @internal */
export type ServiceEdge = {
  from: ServiceNode;
  to: ServiceNode;
  /** What the caller measured, when it did. */
  observed?: CalleeMetricFacts;
};

/**
 * Who depends on whom: what the catalog says, and the calls that metrics show.
 * The subject is always a node.
 * @internal
 */
export class ServiceGraph {
  readonly subject: ServiceNode;
  readonly #cluster: string;
  readonly #nodes = new Map<string, ServiceNode>();
  readonly #edges = new Map<string, ServiceEdge>();
  readonly #byWorkload = new Map<string, ServiceNode>();

  static build(options: {
    subject: InvestigationSubject;
    scope: Pick<TenantScope, 'namespaces'>;
    index: ClusterIndex;
    metrics: MetricFacts | undefined;
  }): ServiceGraph {
    const graph = new ServiceGraph(options.subject, options.index);
    graph.#addCatalog(options.subject, options.scope, options.index);
    for (const workload of options.index.workloads) {
      graph.#nodeOfWorkload(workload);
    }
    for (const facts of options.metrics?.callees ?? []) {
      graph.#addObserved(facts);
    }
    return graph;
  }

  private constructor(subject: InvestigationSubject, index: ClusterIndex) {
    this.#cluster = subject.cluster;
    const workload = index.findWorkload(subject);
    this.subject = {
      key: keyOf(subject.namespace, subject.serviceName),
      name: subject.serviceName,
      namespace: subject.namespace,
      foreign: false,
      workload,
      entityRef: subject.entityRef,
    };
    this.#add(this.subject);
  }

  get nodes(): ServiceNode[] {
    return [...this.#nodes.values()];
  }

  get edges(): ServiceEdge[] {
    return [...this.#edges.values()];
  }

  /** Direct dependencies of a node. */
  dependenciesOf(node: ServiceNode): ServiceEdge[] {
    return this.edges.filter(edge => edge.from === node);
  }

  dependantsOf(node: ServiceNode): ServiceEdge[] {
    return this.edges.filter(edge => edge.to === node);
  }

  /** Everything that the subject depends on, itself first, nearest first. */
  reachable(): ServiceNode[] {
    const found = new Set([this.subject]);
    for (const node of found) {
      for (const edge of this.dependenciesOf(node)) {
        found.add(edge.to);
      }
    }
    return [...found];
  }

  find(namespace: string, name: string): ServiceNode | undefined {
    return this.#nodes.get(keyOf(namespace, name));
  }

  nodeOfWorkload(workload: Workload): ServiceNode | undefined {
    return this.#byWorkload.get(objectKey(workload.ref));
  }

  /** The object that stands for a node in a report. */
  objectOf(node: ServiceNode): ObjectRef {
    return (
      node.workload?.ref ?? {
        cluster: this.#cluster,
        ...(node.namespace && { namespace: node.namespace }),
        kind: 'Service',
        name: node.name,
      }
    );
  }

  #addCatalog(
    subject: InvestigationSubject,
    scope: Pick<TenantScope, 'namespaces'>,
    index: ClusterIndex,
  ): void {
    const byEntity = new Map([[subject.entityRef, this.subject]]);
    for (const dependency of subject.dependencies) {
      const { namespace, serviceName, labelSelector } = dependency;
      const foreign =
        namespace === undefined ||
        dependency.cluster !== subject.cluster ||
        !scope.namespaces.includes(namespace);
      const workload = foreign
        ? undefined
        : index.findWorkload({ namespace, serviceName, labelSelector });
      const key = keyOf(namespace, serviceName);
      const node: ServiceNode = this.#nodes.get(key) ?? {
        key,
        name: serviceName,
        namespace,
        foreign,
        workload,
        entityRef: dependency.entityRef,
        owner: dependency.owner,
      };
      this.#add(node);
      byEntity.set(dependency.entityRef, node);
    }
    for (const dependency of subject.dependencies) {
      const from = byEntity.get(dependency.requiredBy);
      const to = byEntity.get(dependency.entityRef);
      if (from && to) {
        this.#addEdge(from, to);
      }
    }
  }

  #nodeOfWorkload(workload: Workload): ServiceNode {
    const known = this.nodeOfWorkload(workload);
    if (known) {
      return known;
    }
    const key = keyOf(workload.ref.namespace, workload.serviceName);
    const node: ServiceNode = this.#nodes.get(key) ?? {
      key,
      name: workload.serviceName,
      namespace: workload.ref.namespace,
      foreign: false,
    };
    node.workload ??= workload;
    this.#add(node);
    return node;
  }

  #addObserved(facts: CalleeMetricFacts): void {
    const from = this.#nodes.get(keyOf(facts.callerNamespace, facts.caller));
    if (!from || facts.callee === facts.caller) {
      return;
    }
    const to = this.#resolveCallee(from, facts);
    this.#addEdge(from, to).observed = facts;
  }

  /** Telemetry names the callee; which namespace that is, the catalog knows better. */
  #resolveCallee(from: ServiceNode, facts: CalleeMetricFacts): ServiceNode {
    const named = this.nodes.filter(node => node.name === facts.callee);
    const direct = this.dependenciesOf(from).find(
      edge => edge.to.name === facts.callee,
    );
    const found =
      direct?.to ??
      named.find(node => node.namespace === from.namespace) ??
      (named.length === 1 ? named[0] : undefined);
    if (found) {
      return found;
    }
    const node: ServiceNode = {
      key: keyOf(undefined, facts.callee),
      name: facts.callee,
      foreign: true,
    };
    this.#add(node);
    return node;
  }

  #add(node: ServiceNode): void {
    this.#nodes.set(node.key, node);
    if (node.workload) {
      this.#byWorkload.set(objectKey(node.workload.ref), node);
    }
  }

  #addEdge(from: ServiceNode, to: ServiceNode): ServiceEdge {
    const key = `${from.key} ${to.key}`;
    const edge = this.#edges.get(key) ?? { from, to };
    this.#edges.set(key, edge);
    return edge;
  }
}

function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}
