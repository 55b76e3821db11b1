import type { KubeObject } from '../../../types';
import { resourceTypes } from '../../../kubernetes/resourceTypes';
import type { Random } from '../../random';
import type { Cluster, Controller } from '../Cluster';
import { ContainerRunner } from './ContainerRunner';
import { ImagePuller } from './ImagePuller';
import { InitRunner } from './InitRunner';
import { PodReporter } from './PodReporter';
import { PodRuntime } from './PodRuntime';
import { probe } from './probes';

/** Addresses of one node-independent pod network, 10.244.0.0/16. */
const ADDRESSES_PER_BLOCK = 250;

/** The kubelets of all nodes: they start, probe, restart and stop containers. */
export class Kubelet implements Controller {
  readonly #cluster: Cluster;
  readonly #random: Random;
  readonly #reporter: PodReporter;
  readonly #images: ImagePuller;
  readonly #runner: ContainerRunner;
  readonly #inits: InitRunner;
  readonly #runtimes = new Map<string, PodRuntime>();
  #addresses = 10;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
    this.#random = cluster.random.stream('kubelet');
    this.#reporter = new PodReporter(cluster);
    this.#images = new ImagePuller(
      cluster.registry,
      this.#reporter,
      this.#random,
    );
    this.#inits = new InitRunner(cluster, this.#reporter);
    this.#runner = new ContainerRunner(cluster, this.#reporter, this.#random);
  }

  /** Every pod that a node has taken, running or not. */
  runtimes(): IterableIterator<PodRuntime> {
    return this.#runtimes.values();
  }

  runtimeOf(uid: string): PodRuntime | undefined {
    return this.#runtimes.get(uid);
  }

  /** Takes in new pods, lets go of those that are gone. */
  reconcile(): void {
    const present = new Set<string>();
    for (const pod of [...this.#cluster.cache.all(resourceTypes.pods)]) {
      if (pod.spec.nodeName) {
        present.add(pod.metadata.uid);
        const runtime =
          this.#runtimes.get(pod.metadata.uid) ?? this.#admit(pod);
        if (
          pod.metadata.deletionTimestamp &&
          runtime.stage !== 'ending' &&
          this.#reporter.reachable(runtime)
        ) {
          this.#stop(runtime);
        }
      }
    }
    for (const [uid, runtime] of this.#runtimes) {
      if (!present.has(uid)) {
        this.#runtimes.delete(uid);
        this.#cluster.logs.forget(runtime);
      }
    }
  }

  /** Does what is due, on every node that is in reach. */
  tick(): void {
    const now = this.#cluster.clock.now();
    const { environment } = this.#cluster;
    for (const runtime of [...this.#runtimes.values()]) {
      runtime.suffer(environment.ailmentOf(runtime.namespace, runtime.service));
      const pod = now >= runtime.nextAtMs && this.#reporter.podOf(runtime);
      if (pod && this.#reporter.reachable(runtime)) {
        this.#step(runtime, pod, now);
      }
    }
  }

  /** A node that is back reports what its pods look like. */
  republish(node: string): void {
    for (const runtime of this.#runtimes.values()) {
      if (runtime.node === node) {
        this.#reporter.publish(runtime);
      }
    }
  }

  /** The kernel ends a container that asked for more memory than its limit. */
  killForMemory(runtime: PodRuntime): void {
    const node = this.#cluster.cache.get(
      resourceTypes.nodes,
      undefined,
      runtime.node,
    );
    const kib = Math.round(runtime.memoryLimitMi * 1024);
    if (node) {
      this.#cluster.events.record(node, {
        type: 'Warning',
        reason: 'OOMKilling',
        message: `Memory cgroup out of memory: Killed process ${this.#random.int(
          20_000,
          60_000,
        )} (${runtime.service}) total-vm:${
          kib * 3
        }kB, anon-rss:${kib}kB, file-rss:0kB, shmem-rss:0kB, UID:1000 oom_score_adj:985`,
        component: 'kernel-monitor',
        host: runtime.node,
      });
    }
    this.#runner.exit(runtime, 137, 'OOMKilled', this.#cluster.clock.now());
  }

  #admit(pod: KubeObject): PodRuntime {
    this.#addresses += 1;
    const block =
      Math.floor(this.#addresses / ADDRESSES_PER_BLOCK) % ADDRESSES_PER_BLOCK;
    const address = `10.244.${block}.${
      (this.#addresses % ADDRESSES_PER_BLOCK) + 1
    }`;
    const runtime = new PodRuntime(pod, address, this.#cluster.clock.now());
    this.#runtimes.set(pod.metadata.uid, runtime);
    this.#reporter.publish(runtime);
    return runtime;
  }

  #step(runtime: PodRuntime, pod: KubeObject, now: number): void {
    switch (runtime.stage) {
      case 'pull':
        return this.#images.begin(runtime, now);
      case 'pulling':
        return this.#images.finish(runtime, now);
      case 'pull-backoff':
        return this.#images.backOff(runtime, now);
      case 'init':
        return this.#inits.run(runtime, pod, now);
      case 'create':
        if (pod.spec.initContainers && !runtime.initialized) {
          return this.#inits.begin(runtime, pod, now);
        }
        return this.#runner.start(runtime, pod, now);
      case 'running':
        return this.#watchOver(runtime, pod, now);
      case 'restart':
        return this.#runner.restart(runtime, pod, now);
      case 'ending':
        return this.#cluster.remove(resourceTypes.pods, pod);
      default:
        return runtime.stage satisfies never;
    }
  }

  #watchOver(runtime: PodRuntime, pod: KubeObject, now: number): void {
    if (runtime.crashAt && now >= runtime.crashAt.atMs) {
      this.#runner.crash(runtime, runtime.crashAt.lines, now);
      return;
    }
    const outcome = probe(runtime, pod, now, this.#random);
    for (const failure of outcome.failures) {
      this.#reporter.event(runtime, 'Warning', 'Unhealthy', failure);
    }
    if (outcome.restart) {
      const text = `Container ${runtime.container} failed liveness probe, will be restarted`;
      this.#reporter.event(runtime, 'Normal', 'Killing', text);
      this.#runner.exit(runtime, 137, 'Error', now);
      return;
    }
    if (outcome.ready !== runtime.ready) {
      runtime.ready = outcome.ready;
      this.#reporter.publish(runtime);
    }
    runtime.moveTo(
      'running',
      Math.min(runtime.nextReadinessMs, runtime.nextLivenessMs),
    );
  }

  #stop(runtime: PodRuntime): void {
    const now = this.#cluster.clock.now();
    if (runtime.running) {
      this.#reporter.event(
        runtime,
        'Normal',
        'Killing',
        `Stopping container ${runtime.container}`,
      );
      this.#cluster.logs.write(
        runtime,
        now,
        'info',
        'received SIGTERM, shutting down',
      );
    }
    runtime.ready = false;
    runtime.moveTo('ending', now + this.#random.int(1000, 3000));
    this.#reporter.publish(runtime);
  }
}
