import type { KubeObject } from '../../types';
import { equalJson } from '../../kubernetes/json';
import { resourceTypes } from '../../kubernetes/resourceTypes';
import type { Cluster, Controller } from './Cluster';
import { isPodReady } from './conditions';
import { deploymentStatus, progressDeadlineMs } from './deploymentStatus';
import { newReplicaSet, templateHash } from './newReplicaSet';
import { shareOf } from './quantities';

const REVISION = 'deployment.kubernetes.io/revision';

/** Brings each Deployment's ReplicaSets to its template and its number of replicas. */
export class DeploymentController implements Controller {
  readonly #cluster: Cluster;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  reconcile(): void {
    for (const deployment of [
      ...this.#cluster.cache.all(resourceTypes.deployments),
    ]) {
      this.#sync(deployment);
    }
  }

  #sync(deployment: KubeObject): void {
    if (
      deployment.spec.replicas === undefined ||
      deployment.spec.replicas === null
    ) {
      this.#defaultReplicas(deployment);
      return;
    }
    const owned = this.#cluster.cache
      .ownedBy(deployment)
      .filter(o => o.kind === 'ReplicaSet');
    const hash = templateHash(deployment);
    let current = owned.find(
      rs => rs.metadata.labels?.['pod-template-hash'] === hash,
    );
    const old = owned.filter(rs => rs !== current);
    if (!current && !deployment.spec.paused) {
      const revision = 1 + Math.max(0, ...old.map(revisionOf));
      this.#cluster.create(
        resourceTypes.replicasets,
        newReplicaSet(deployment, hash, revision),
      );
      current = this.#cluster.cache
        .ownedBy(deployment)
        .find(rs => rs.metadata.labels?.['pod-template-hash'] === hash);
    }
    if (current) {
      this.#raiseRevision(deployment, current, old);
      if (deployment.spec.strategy?.type === 'Recreate') {
        this.#recreate(deployment, current, old);
      } else {
        this.#roll(deployment, current, old);
      }
      this.#dropHistory(deployment, current, old);
    }
    this.#writeStatus(deployment, current);
  }

  /** As the API server's default; an autoscaler's number wins, so that applying a manifest without one changes nothing. */
  #defaultReplicas(deployment: KubeObject): void {
    const scaler = this.#cluster.cache.get(
      resourceTypes.horizontalpodautoscalers,
      deployment.metadata.namespace,
      deployment.metadata.name,
    );
    const replicas =
      scaler?.status?.desiredReplicas || scaler?.spec?.minReplicas || 1;
    this.#cluster.change(resourceTypes.deployments, deployment, draft => {
      draft.spec.replicas = replicas;
    });
  }

  #raiseRevision(
    deployment: KubeObject,
    current: KubeObject,
    old: KubeObject[],
  ): void {
    const newest = Math.max(0, ...old.map(revisionOf));
    if (revisionOf(current) <= newest) {
      // An earlier template came back: its ReplicaSet gets the next number.
      this.#cluster.change(resourceTypes.replicasets, current, draft => {
        draft.metadata.annotations = {
          ...draft.metadata.annotations,
          [REVISION]: String(newest + 1),
        };
      });
    }
    const revision = String(Math.max(revisionOf(current), newest + 1));
    if (deployment.metadata.annotations?.[REVISION] !== revision) {
      this.#cluster.change(resourceTypes.deployments, deployment, draft => {
        draft.metadata.annotations = {
          ...draft.metadata.annotations,
          [REVISION]: revision,
        };
      });
    }
  }

  #recreate(
    deployment: KubeObject,
    current: KubeObject,
    old: KubeObject[],
  ): void {
    for (const rs of old) {
      this.#scale(deployment, rs, 0);
    }
    if (old.every(rs => this.#cluster.cache.ownedBy(rs).length === 0)) {
      this.#scale(deployment, current, deployment.spec.replicas);
    }
  }

  #roll(deployment: KubeObject, current: KubeObject, old: KubeObject[]): void {
    const wanted: number = deployment.spec.replicas;
    const rolling = deployment.spec.strategy?.rollingUpdate;
    let maxUnavailable = shareOf(
      rolling?.maxUnavailable ?? '25%',
      wanted,
      'down',
    );
    const maxSurge = shareOf(rolling?.maxSurge ?? '25%', wanted, 'up');
    if (maxSurge === 0 && maxUnavailable === 0) {
      maxUnavailable = 1;
    }
    const oldTotal = old.reduce((sum, rs) => sum + rs.spec.replicas, 0);
    if (oldTotal === 0 || wanted === 0) {
      old.forEach(rs => this.#scale(deployment, rs, 0));
      this.#scale(deployment, current, wanted);
      return;
    }
    const room = wanted + maxSurge - oldTotal - current.spec.replicas;
    const target = Math.min(wanted, current.spec.replicas + Math.max(0, room));
    this.#scale(
      deployment,
      current,
      current.spec.replicas > wanted ? wanted : target,
    );
    this.#scaleDownOld(deployment, current, old, wanted - maxUnavailable);
  }

  #scaleDownOld(
    deployment: KubeObject,
    current: KubeObject,
    old: KubeObject[],
    minAvailable: number,
  ): void {
    const ready = (rs: KubeObject) =>
      this.#cluster.cache.ownedBy(rs).filter(isPodReady).length;
    const newReady = ready(current);
    let available = newReady + old.reduce((sum, rs) => sum + ready(rs), 0);
    for (const rs of old.filter(candidate => candidate.spec.replicas > 0)) {
      // Pods that serve nobody go first: they cost no availability.
      const unready = Math.max(0, rs.spec.replicas - ready(rs));
      const spare = Math.max(0, available - minAvailable);
      const drop = Math.min(rs.spec.replicas, unready + spare);
      if (drop > 0) {
        available -= Math.max(0, drop - unready);
        this.#scale(deployment, rs, rs.spec.replicas - drop);
      }
    }
  }

  #scale(deployment: KubeObject, rs: KubeObject, replicas: number): void {
    const from: number = rs.spec.replicas;
    if (from === replicas) {
      return;
    }
    const surge = shareOf(
      deployment.spec.strategy?.rollingUpdate?.maxSurge ?? 0,
      deployment.spec.replicas,
      'up',
    );
    this.#cluster.change(resourceTypes.replicasets, rs, draft => {
      draft.spec.replicas = replicas;
      draft.metadata.annotations = {
        ...draft.metadata.annotations,
        'deployment.kubernetes.io/desired-replicas': String(
          deployment.spec.replicas,
        ),
        'deployment.kubernetes.io/max-replicas': String(
          deployment.spec.replicas + surge,
        ),
      };
    });
    const direction = replicas > from ? 'up' : 'down';
    this.#cluster.events.record(deployment, {
      type: 'Normal',
      reason: 'ScalingReplicaSet',
      message: `Scaled ${direction} replica set ${rs.metadata.name} from ${from} to ${replicas}`,
      component: 'deployment-controller',
    });
  }

  #dropHistory(
    deployment: KubeObject,
    current: KubeObject,
    old: KubeObject[],
  ): void {
    const limit: number = deployment.spec.revisionHistoryLimit ?? 10;
    const idle = old
      .filter(
        rs =>
          rs.spec.replicas === 0 &&
          this.#cluster.cache.ownedBy(rs).length === 0,
      )
      .sort((a, b) => revisionOf(a) - revisionOf(b));
    for (const rs of idle.slice(0, Math.max(0, idle.length - limit))) {
      if (rs !== current) {
        this.#cluster.remove(resourceTypes.replicasets, rs);
      }
    }
  }

  #writeStatus(deployment: KubeObject, current: KubeObject | undefined): void {
    const { cache, clock } = this.#cluster;
    const latest = cache.get(
      resourceTypes.deployments,
      deployment.metadata.namespace,
      deployment.metadata.name,
    );
    if (!latest) {
      return;
    }
    const sets = cache.ownedBy(latest);
    const pods = new Map(sets.map(rs => [rs.metadata.name, cache.ownedBy(rs)]));
    const status = deploymentStatus({
      deployment: latest,
      current,
      pods,
      nowMs: clock.now(),
    });
    if (!equalJson(latest.status, status)) {
      this.#cluster.change(resourceTypes.deployments, latest, draft => {
        draft.status = status;
      });
    }
  }

  /** The earliest time at which a rollout that makes no progress is given up, so that somebody looks. */
  nextDeadlineMs(): number {
    let next = Infinity;
    for (const deployment of this.#cluster.cache.all(
      resourceTypes.deployments,
    )) {
      next = Math.min(next, progressDeadlineMs(deployment));
    }
    return next;
  }
}

function revisionOf(rs: KubeObject): number {
  return Number(rs.metadata.annotations?.[REVISION] ?? 0);
}
