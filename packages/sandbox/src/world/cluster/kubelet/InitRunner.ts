import type { KubeObject } from '../../../types';
import { resourceTypes } from '../../../kubernetes/resourceTypes';
import type { Cluster } from '../Cluster';
import type { PodReporter } from './PodReporter';
import type { PodRuntime } from './PodRuntime';

/** How often an init container that waits looks again. */
const RETRY_MS = 2_000;
/** `nc -z <host>`: what the company's init containers wait for. */
const WAITS_FOR = /\bnc -z ([a-z0-9-]+)/;

/** Runs a pod's init container: it ends when what it waits for is there. */
export class InitRunner {
  readonly #cluster: Cluster;
  readonly #reporter: PodReporter;

  constructor(cluster: Cluster, reporter: PodReporter) {
    this.#cluster = cluster;
    this.#reporter = reporter;
  }

  begin(runtime: PodRuntime, pod: KubeObject, now: number): void {
    const [{ name }] = pod.spec.initContainers;
    runtime.initSinceMs = now;
    runtime.waiting = { reason: 'PodInitializing' };
    for (const [reason, message] of [
      ['Created', `Created container: ${name}`],
      ['Started', `Started container ${name}`],
    ]) {
      this.#reporter.event(
        runtime,
        'Normal',
        reason,
        message,
        `spec.initContainers{${name}}`,
      );
    }
    runtime.moveTo('init', now + RETRY_MS);
    this.#reporter.publish(runtime);
  }

  run(runtime: PodRuntime, pod: KubeObject, now: number): void {
    const [{ command = [] }] = pod.spec.initContainers;
    const host = WAITS_FOR.exec(command.join(' '))?.[1];
    if (host && !this.#answers(runtime.namespace, host)) {
      runtime.moveTo('init', now + RETRY_MS);
      return;
    }
    runtime.initialized = true;
    runtime.moveTo('create', now);
  }

  #answers(namespace: string, service: string): boolean {
    const { cache } = this.#cluster;
    return (
      cache.get(resourceTypes.endpoints, namespace, service)?.subsets !==
      undefined
    );
  }
}
