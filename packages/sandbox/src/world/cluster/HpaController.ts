import type { KubeObject } from '../../types';
import { equalJson } from '../../kubernetes/json';
import { resourceTypes } from '../../kubernetes/resourceTypes';
import type { Cluster } from './Cluster';
import { isPodReady } from './conditions';
import { type HpaObservation, hpaStatus } from './hpaStatus';
import type { Kubelet } from './kubelet/Kubelet';
import { demandOf } from './Scheduler';

/** Deviations from the target below this change nothing. */
const TOLERANCE = 0.1;
/** The highest wish of this time counts before pods are given up. */
const DOWN_STABILIZATION_MS = 5 * 60 * 1000;

/** Scales Deployments by their pods' CPU use, as HorizontalPodAutoscalers ask for. */
export class HpaController {
  readonly #cluster: Cluster;
  readonly #kubelet: Kubelet;
  readonly #wishes = new Map<
    string,
    Array<{ atMs: number; replicas: number }>
  >();

  constructor(cluster: Cluster, kubelet: Kubelet) {
    this.#cluster = cluster;
    this.#kubelet = kubelet;
  }

  /** Runs once for each scrape. */
  tick(): void {
    for (const hpa of [
      ...this.#cluster.cache.all(resourceTypes.horizontalpodautoscalers),
    ]) {
      const { namespace } = hpa.metadata;
      const target = this.#cluster.cache.get(
        resourceTypes.deployments,
        namespace,
        hpa.spec.scaleTargetRef.name,
      );
      if (target?.spec.replicas !== undefined) {
        this.#sync(hpa, target);
      }
    }
  }

  #sync(hpa: KubeObject, target: KubeObject): void {
    const current: number = target.spec.replicas;
    if (current === 0) {
      this.#writeStatus(hpa, { current, desired: 0, disabled: true });
      return;
    }
    const goal: number =
      hpa.spec.metrics?.[0]?.resource?.target?.averageUtilization ?? 80;
    const utilization = this.#utilization(target, goal);
    const ratio = utilization === undefined ? 1 : utilization / goal;
    const wish =
      Math.abs(ratio - 1) <= TOLERANCE ? current : Math.ceil(current * ratio);
    const bounded = Math.min(
      hpa.spec.maxReplicas,
      Math.max(hpa.spec.minReplicas ?? 1, wish),
    );
    const desired = this.#stabilized(hpa, bounded, current);
    if (desired !== current) {
      this.#cluster.change(resourceTypes.deployments, target, draft => {
        draft.spec.replicas = desired;
      });
      const why =
        desired > current
          ? 'cpu resource utilization (percentage of request) above target'
          : 'All metrics below target';
      this.#cluster.events.record(hpa, {
        type: 'Normal',
        reason: 'SuccessfulRescale',
        message: `New size: ${desired}; reason: ${why}`,
        component: 'horizontal-pod-autoscaler',
      });
    }
    this.#writeStatus(hpa, {
      current,
      desired,
      utilization,
      rescaled: desired !== current,
      limited: wish > bounded,
    });
  }

  /** CPU over requests in percent. Pods that are not ready count as idle where they would make it scale up. */
  #utilization(target: KubeObject, goal: number): number | undefined {
    let used = 0;
    let requested = 0;
    let idle = 0;
    for (const rs of this.#cluster.cache.ownedBy(target)) {
      for (const pod of this.#cluster.cache.ownedBy(rs)) {
        const runtime = this.#kubelet.runtimeOf(pod.metadata.uid);
        if (runtime && isPodReady(pod)) {
          used += runtime.cpuUsed;
          requested += runtime.cpuRequest;
        } else if (!pod.metadata.deletionTimestamp) {
          idle += demandOf(pod).cpu;
        }
      }
    }
    if (requested === 0) {
      return undefined;
    }
    const percent = (100 * used) / requested;
    const damped = (100 * used) / (requested + idle);
    return Math.round(
      percent > goal ? Math.max(damped, Math.min(percent, goal)) : percent,
    );
  }

  #stabilized(hpa: KubeObject, wish: number, current: number): number {
    const now = this.#cluster.clock.now();
    const recent = (this.#wishes.get(hpa.metadata.uid) ?? []).filter(
      entry => entry.atMs > now - DOWN_STABILIZATION_MS,
    );
    recent.push({ atMs: now, replicas: wish });
    this.#wishes.set(hpa.metadata.uid, recent);
    const highest = Math.max(...recent.map(entry => entry.replicas));
    return wish >= current ? wish : Math.min(current, highest);
  }

  #writeStatus(hpa: KubeObject, seen: HpaObservation): void {
    const status = hpaStatus(hpa, seen, this.#cluster.stamp());
    if (!equalJson(hpa.status, status)) {
      this.#cluster.change(
        resourceTypes.horizontalpodautoscalers,
        hpa,
        draft => {
          draft.status = status;
        },
      );
    }
  }
}
