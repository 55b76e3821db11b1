import type { Cluster, Controller } from './Cluster';
import { DeploymentController } from './DeploymentController';
import { EndpointsController } from './EndpointsController';
import { HpaController } from './HpaController';
import { Kubelet } from './kubelet/Kubelet';
import { NodeController } from './NodeController';
import { ReplicaSetController } from './ReplicaSetController';
import { Scheduler } from './Scheduler';

/** Controllers wake each other; more rounds than this in one step mean that two of them fight. */
const MAX_ROUNDS = 50;

/** The controllers, the scheduler and the kubelets of the cluster. */
export class ControlPlane {
  readonly kubelet: Kubelet;
  readonly #cluster: Cluster;
  readonly #nodes: NodeController;
  readonly #autoscaler: HpaController;
  readonly #controllers: Controller[];
  #seenChanges = -1;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.kubelet = new Kubelet(cluster);
    this.#nodes = new NodeController(cluster, this.kubelet);
    this.#autoscaler = new HpaController(cluster, this.kubelet);
    this.#controllers = [
      new DeploymentController(cluster),
      new ReplicaSetController(cluster),
      new Scheduler(cluster),
      this.kubelet,
      new EndpointsController(cluster),
    ];
  }

  /** One step of time. `force` also looks at what only time changes: deadlines and retries. */
  step(force: boolean): void {
    this.#nodes.tick();
    this.kubelet.tick();
    this.#settle(force);
  }

  /** What follows from the load of the tick that just ended. */
  afterScrape(): void {
    for (const runtime of [...this.kubelet.runtimes()]) {
      if (runtime.running && runtime.memoryUsedMi >= runtime.memoryLimitMi) {
        this.kubelet.killForMemory(runtime);
      }
    }
    this.#autoscaler.tick();
    this.#cluster.events.sweep();
    this.#settle(false);
  }

  #settle(force: boolean): void {
    const { cache } = this.#cluster;
    let pending = force;
    for (
      let round = 0;
      pending || this.#seenChanges !== cache.changes;
      round++
    ) {
      if (round === MAX_ROUNDS) {
        throw new Error(
          'The sandbox cluster does not settle: its controllers undo each other',
        );
      }
      pending = false;
      this.#seenChanges = cache.changes;
      for (const controller of this.#controllers) {
        controller.reconcile();
      }
    }
  }
}
