import type { KubeObject } from '../../../types';
import { type Random, digestOf } from '../../random';
import { applicationLines } from '../../telemetry/applicationLines';
import type { Cluster } from '../Cluster';
import { backoffMs, durationText } from './backoff';
import {
  configComplaints,
  configuredBehaviour,
  resolveEnvironment,
} from './containerEnvironment';
import type { PodReporter } from './PodReporter';
import { startRefusal } from './startRefusal';
import type { PodRuntime, Termination } from './PodRuntime';

/** A container that ran this long starts its back-off anew. */
const BACKOFF_RESET_MS = 10 * 60 * 1000;
/** How often the kubelet looks at a container that it cannot start. */
const SYNC_MS = 15_000;
/** An application reads its configuration within this time, and gives up on what it finds. */
const CONFIG_READ_MS = 1_000;

/** Starts containers, and starts them again after they ended. */
export class ContainerRunner {
  readonly #cluster: Cluster;
  readonly #reporter: PodReporter;
  readonly #random: Random;

  constructor(cluster: Cluster, reporter: PodReporter, random: Random) {
    this.#cluster = cluster;
    this.#reporter = reporter;
    this.#random = random;
  }

  start(runtime: PodRuntime, pod: KubeObject, now: number): void {
    const environment = resolveEnvironment(this.#cluster, pod);
    if ('error' in environment) {
      runtime.waiting = {
        reason: 'CreateContainerConfigError',
        message: environment.error,
      };
      runtime.moveTo('create', now + SYNC_MS);
      this.#reporter.event(
        runtime,
        'Warning',
        'Failed',
        `Error: ${environment.error}`,
      );
      this.#reporter.publish(runtime);
      return;
    }
    const { registry, logs } = this.#cluster;
    this.#reporter.event(
      runtime,
      'Normal',
      'Created',
      `Created container: ${runtime.container}`,
    );
    this.#reporter.event(
      runtime,
      'Normal',
      'Started',
      `Started container ${runtime.container}`,
    );
    const definition = registry.definitionOf(runtime.image);
    runtime.begin({
      now,
      behaviour: configuredBehaviour(
        registry.behaviourOf(runtime.image),
        definition?.configEffects,
        environment.values,
      ),
      definition,
      containerId: `containerd://${this.#random.hex(64)}`,
      imageId: `${runtime.image.replace(/:[^:/]*$/, '')}@sha256:${digestOf(
        runtime.image,
        64,
      )}`,
    });
    const refusal = startRefusal(runtime, pod);
    if (refusal) {
      logs.begin(runtime);
      if (refusal.says) {
        logs.write(runtime, now, 'error', refusal.says);
      }
      this.exit(
        runtime,
        refusal.exitCode,
        refusal.reason,
        now,
        refusal.message,
      );
      return;
    }
    const complaints = configComplaints(
      runtime.definition?.configChecks ?? [],
      environment.values,
    );
    const crash = runtime.behaviour?.crashAtStart;
    if (complaints.length > 0) {
      runtime.crashAt = { atMs: now + CONFIG_READ_MS, lines: complaints };
    } else if (crash) {
      runtime.crashAt = { atMs: now + CONFIG_READ_MS, lines: crash };
    }
    logs.begin(runtime);
    for (const line of applicationLines.starting(runtime)) {
      logs.write(runtime, now + line.afterMs, line.level, line.text);
    }
    runtime.moveTo('running', now + CONFIG_READ_MS);
    this.#reporter.publish(runtime);
  }

  /** The application gave up by itself. */
  crash(runtime: PodRuntime, lines: string[], now: number): void {
    for (const line of applicationLines.crashing(runtime, lines)) {
      this.#cluster.logs.write(runtime, now, line.level, line.text);
    }
    this.exit(runtime, 1, 'Error', now);
  }

  /** The container ended by itself or was killed. */
  exit(
    runtime: PodRuntime,
    exitCode: number,
    reason: Termination['reason'],
    now: number,
    message?: string,
  ): void {
    if (now - runtime.startedAtMs > BACKOFF_RESET_MS) {
      runtime.crashes = 0;
    }
    runtime.crashes += 1;
    this.#cluster.logs.end(runtime, now);
    runtime.ready = false;
    runtime.crashAt = undefined;
    runtime.terminated = {
      exitCode,
      reason,
      message,
      startedAtMs: runtime.startedAtMs,
      finishedAtMs: now,
      containerId: runtime.containerId,
    };
    // The first crash is followed by a restart at once, later ones by a growing pause.
    runtime.restartAtMs =
      now + (runtime.crashes === 1 ? 1000 : backoffMs(runtime.crashes - 1));
    if (runtime.crashes > 1) {
      this.#backOff(runtime, now);
    } else {
      runtime.moveTo('restart', runtime.restartAtMs);
    }
    this.#reporter.publish(runtime);
  }

  /** A container that ended: starts it again when its pause is over. */
  restart(runtime: PodRuntime, pod: KubeObject, now: number): void {
    if (now < runtime.restartAtMs) {
      this.#backOff(runtime, now);
      return;
    }
    this.#reporter.event(
      runtime,
      'Normal',
      'Pulled',
      `Container image "${runtime.image}" already present on machine`,
    );
    this.start(runtime, pod, now);
  }

  #backOff(runtime: PodRuntime, now: number): void {
    const identity = `${runtime.name}_${runtime.namespace}(${runtime.uid})`;
    const pause = durationText(backoffMs(runtime.crashes - 1));
    runtime.waiting = {
      reason: 'CrashLoopBackOff',
      message: `back-off ${pause} restarting failed container=${runtime.container} pod=${identity}`,
    };
    this.#reporter.event(
      runtime,
      'Warning',
      'BackOff',
      `Back-off restarting failed container ${runtime.container} in pod ${identity}`,
    );
    runtime.moveTo('restart', Math.min(runtime.restartAtMs, now + SYNC_MS));
  }
}
