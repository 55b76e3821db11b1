import type { KubeObject } from '../../types';
import { resourceTypes } from '../../kubernetes/resourceTypes';
import type { Cluster } from '../cluster/Cluster';
import type { Condition } from '../cluster/conditions';
import { cpuCores, memoryMi } from '../cluster/quantities';
import { LabelSets, type Scrape } from './Series';

const PHASES = ['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown'];
const STATUSES = ['true', 'false', 'unknown'];
const BYTES_PER_MI = 1024 * 1024;

/** The cluster's objects as kube-state-metrics exposes them. */
export class KubeStateMetrics {
  readonly #cluster: Cluster;
  /** The label sets of each object, as long as it lives. */
  #sets = new Map<string, LabelSets>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  emit(scrape: Scrape): void {
    const { cache } = this.#cluster;
    const alive = new Map<string, LabelSets>();
    const setsOf = (
      object: KubeObject,
      labels: () => Record<string, string>,
    ) => {
      const sets =
        this.#sets.get(object.metadata.uid) ?? new LabelSets(labels());
      alive.set(object.metadata.uid, sets);
      return sets;
    };
    for (const pod of cache.all(resourceTypes.pods)) {
      const { namespace = '', name } = pod.metadata;
      emitPod(
        scrape,
        pod,
        setsOf(pod, () => ({ namespace, pod: name })),
      );
    }
    for (const deployment of cache.all(resourceTypes.deployments)) {
      const { namespace = '', name } = deployment.metadata;
      emitDeployment(
        scrape,
        deployment,
        setsOf(deployment, () => ({ namespace, deployment: name })),
      );
    }
    for (const hpa of cache.all(resourceTypes.horizontalpodautoscalers)) {
      const { namespace = '', name } = hpa.metadata;
      emitHpa(
        scrape,
        hpa,
        setsOf(hpa, () => ({ namespace, horizontalpodautoscaler: name })),
      );
    }
    for (const endpoints of cache.all(resourceTypes.endpoints)) {
      const { namespace = '', name } = endpoints.metadata;
      emitEndpoints(
        scrape,
        endpoints,
        setsOf(endpoints, () => ({ namespace, endpoint: name })),
      );
    }
    for (const node of cache.all(resourceTypes.nodes)) {
      emitNode(
        scrape,
        node,
        setsOf(node, () => ({ node: node.metadata.name })),
      );
    }
    this.#sets = alive;
  }
}

function emitPod(scrape: Scrape, pod: KubeObject, sets: LabelSets): void {
  for (const phase of PHASES) {
    scrape.add(
      sets.of('kube_pod_status_phase', 'phase', phase),
      Number(pod.status?.phase === phase),
    );
  }
  const ready = pod.status?.conditions?.some(
    (c: Condition) => c.type === 'Ready' && c.status === 'True',
  );
  for (const condition of ['true', 'false']) {
    scrape.add(
      sets.of('kube_pod_status_ready', 'condition', condition),
      Number(Boolean(ready) === (condition === 'true')),
    );
  }
  const [container] = pod.spec.containers;
  const name = { container: container.name };
  for (const [metric, resources] of [
    ['kube_pod_container_resource_limits', container.resources?.limits],
    ['kube_pod_container_resource_requests', container.resources?.requests],
  ] as const) {
    if (resources) {
      scrape.add(
        sets.of(metric, 'resource', 'cpu', { ...name, unit: 'core' }),
        cpuCores(resources.cpu),
      );
      scrape.add(
        sets.of(metric, 'resource', 'memory', { ...name, unit: 'byte' }),
        Math.round(memoryMi(resources.memory) * BYTES_PER_MI),
      );
    }
  }
  const status = pod.status?.containerStatuses?.[0];
  if (!status) {
    return;
  }
  scrape.add(
    sets.of('kube_pod_container_status_restarts_total', '', '', name),
    status.restartCount,
  );
  scrape.add(
    sets.of('kube_pod_container_status_ready', '', '', name),
    Number(status.ready),
  );
  scrape.add(
    sets.of('kube_pod_container_status_running', '', '', name),
    Number(Boolean(status.state?.running)),
  );
  const waiting = status.state?.waiting?.reason;
  if (waiting) {
    scrape.add(
      sets.of(
        'kube_pod_container_status_waiting_reason',
        'reason',
        waiting,
        name,
      ),
      1,
    );
  }
  const ended = status.lastState?.terminated?.reason;
  if (ended) {
    scrape.add(
      sets.of(
        'kube_pod_container_status_last_terminated_reason',
        'reason',
        ended,
        name,
      ),
      1,
    );
  }
}

function emitDeployment(
  scrape: Scrape,
  deployment: KubeObject,
  sets: LabelSets,
): void {
  const { spec, status, metadata } = deployment;
  scrape.add(sets.of('kube_deployment_spec_replicas'), spec.replicas ?? 0);
  scrape.add(sets.of('kube_deployment_status_replicas'), status?.replicas ?? 0);
  scrape.add(
    sets.of('kube_deployment_status_replicas_ready'),
    status?.readyReplicas ?? 0,
  );
  scrape.add(
    sets.of('kube_deployment_status_replicas_available'),
    status?.availableReplicas ?? 0,
  );
  scrape.add(
    sets.of('kube_deployment_status_replicas_unavailable'),
    status?.unavailableReplicas ?? 0,
  );
  scrape.add(
    sets.of('kube_deployment_status_replicas_updated'),
    status?.updatedReplicas ?? 0,
  );
  scrape.add(
    sets.of('kube_deployment_metadata_generation'),
    metadata.generation ?? 1,
  );
}

function emitHpa(scrape: Scrape, hpa: KubeObject, sets: LabelSets): void {
  scrape.add(
    sets.of('kube_horizontalpodautoscaler_spec_min_replicas'),
    hpa.spec.minReplicas ?? 1,
  );
  scrape.add(
    sets.of('kube_horizontalpodautoscaler_spec_max_replicas'),
    hpa.spec.maxReplicas,
  );
  scrape.add(
    sets.of('kube_horizontalpodautoscaler_status_current_replicas'),
    hpa.status?.currentReplicas ?? 0,
  );
  scrape.add(
    sets.of('kube_horizontalpodautoscaler_status_desired_replicas'),
    hpa.status?.desiredReplicas ?? 0,
  );
}

function emitEndpoints(
  scrape: Scrape,
  endpoints: KubeObject,
  sets: LabelSets,
): void {
  const subset = (
    endpoints.subsets as
      | Array<{ addresses?: unknown[]; notReadyAddresses?: unknown[] }>
      | undefined
  )?.[0];
  scrape.add(
    sets.of('kube_endpoint_address_available'),
    subset?.addresses?.length ?? 0,
  );
  scrape.add(
    sets.of('kube_endpoint_address_not_ready'),
    subset?.notReadyAddresses?.length ?? 0,
  );
}

function emitNode(scrape: Scrape, node: KubeObject, sets: LabelSets): void {
  for (const condition of node.status?.conditions ?? []) {
    for (const status of STATUSES) {
      const labels = sets.of(
        'kube_node_status_condition',
        '',
        `${condition.type}/${status}`,
        {
          condition: condition.type,
          status,
        },
      );
      scrape.add(labels, Number(condition.status.toLowerCase() === status));
    }
  }
  scrape.add(
    sets.of('kube_node_spec_unschedulable'),
    Number(Boolean(node.spec?.unschedulable)),
  );
}
