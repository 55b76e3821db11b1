import type { KubeObject } from '../../../types';
import type { Behaviour, ServiceDefinition } from '../../definition';
import { cpuCores, memoryMi } from '../quantities';

/** Share of its usual memory that an application uses when it has just started. */
const COLD_MEMORY_SHARE = 0.6;

/** What the kubelet will do next with a pod's container. */
export type Stage =
  | 'pull'
  | 'pulling'
  | 'pull-backoff'
  | 'init'
  | 'create'
  | 'running'
  | 'restart'
  | 'ending';

export type Termination = {
  exitCode: number;
  reason: 'Error' | 'OOMKilled' | 'Completed' | 'StartError';
  message?: string;
  startedAtMs: number;
  finishedAtMs: number;
  containerId: string;
};

/** The container of a pod as its node knows it: what is behind the pod's status and its telemetry. */
export class PodRuntime {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly node: string;
  /** The value of `app.kubernetes.io/name`, which is the telemetry's service name. */
  readonly service: string;
  readonly container: string;
  readonly image: string;
  readonly createdAtMs: number;
  readonly cpuLimit: number;
  readonly cpuRequest: number;
  readonly memoryLimitMi: number;
  readonly memoryRequestMi: number;
  readonly podIP: string;

  stage: Stage = 'pull';
  /** When the stage is looked at again. */
  nextAtMs: number;
  waiting: { reason: string; message?: string } | undefined = {
    reason: 'ContainerCreating',
  };
  terminated: Termination | undefined;
  lastTerminated: Termination | undefined;
  containerId = '';
  imageId = '';
  startedAtMs = 0;
  ready = false;
  restarts = 0;
  /** Crashes without ten good minutes in between: they decide the back-off. */
  crashes = 0;
  restartAtMs = 0;
  pullAttempts = 0;
  pullError = '';
  /** Whether names of Services can be resolved: not by a pod that asks its node's DNS. */
  readonly findsServices: boolean;
  readonly pullSecrets: string[];
  /** Set while an init container runs. */
  initSinceMs: number | undefined;
  initialized = false;
  definition: ServiceDefinition | undefined;
  /** When the application gives up by itself, and with which words. */
  crashAt: { atMs: number; lines: string[] } | undefined;
  nextReadinessMs = 0;
  nextLivenessMs = 0;
  readinessFailures = 0;
  livenessFailures = 0;

  /** Written by the traffic model: what the container uses at present. */
  cpuUsed = 0;
  /** Set at start: how the application behaves, once its image is known. */
  #behaviour: Behaviour | undefined;
  #ailment: Partial<Behaviour> | undefined;
  #ailing: Behaviour | undefined;
  /** Asked CPU over the limit; above 1 the container is throttled all the time. */
  pressure = 0;
  memoryUsedMi = 0;
  leakedMi = 0;
  /** Work that waits, in seconds of the container's capacity. */
  backlogSeconds = 0;

  constructor(pod: KubeObject, podIP: string, nowMs: number) {
    const [container] = pod.spec.containers;
    this.uid = pod.metadata.uid;
    this.namespace = pod.metadata.namespace!;
    this.name = pod.metadata.name;
    this.node = pod.spec.nodeName;
    this.service =
      pod.metadata.labels?.['app.kubernetes.io/name'] ?? pod.metadata.name;
    this.container = container.name;
    this.image = container.image;
    this.createdAtMs = nowMs;
    this.cpuLimit = cpuCores(container.resources?.limits?.cpu) || 1;
    this.cpuRequest = cpuCores(container.resources?.requests?.cpu);
    this.memoryLimitMi = memoryMi(container.resources?.limits?.memory) || 4096;
    this.memoryRequestMi = memoryMi(container.resources?.requests?.memory);
    this.podIP = podIP;
    this.findsServices = (pod.spec.dnsPolicy ?? 'ClusterFirst') !== 'Default';
    this.pullSecrets = (pod.spec.imagePullSecrets ?? []).map(
      (secret: { name: string }) => secret.name,
    );
    this.nextAtMs = nowMs;
  }

  moveTo(stage: Stage, atMs: number): void {
    this.stage = stage;
    this.nextAtMs = atMs;
  }

  /** A new container: nothing of the one before is left but its end. */
  begin(start: {
    now: number;
    behaviour: Behaviour | undefined;
    definition: ServiceDefinition | undefined;
    containerId: string;
    imageId: string;
  }): void {
    if (this.containerId) {
      this.restarts += 1;
    }
    this.#behaviour = start.behaviour;
    this.#ailing = undefined;
    this.#ailment = undefined;
    this.definition = start.definition;
    this.containerId = start.containerId;
    this.imageId = start.imageId;
    this.startedAtMs = start.now;
    this.lastTerminated = this.terminated ?? this.lastTerminated;
    this.terminated = undefined;
    this.waiting = undefined;
    this.crashAt = undefined;
    this.nextReadinessMs = start.now;
    this.nextLivenessMs = start.now;
    this.readinessFailures = 0;
    this.livenessFailures = 0;
    this.leakedMi = 0;
    this.backlogSeconds = 0;
    this.memoryUsedMi =
      (start.behaviour?.memoryBaseMi ?? 30) * COLD_MEMORY_SHARE;
  }

  /** How the application behaves at present. */
  get behaviour(): Behaviour | undefined {
    return this.#ailing ?? this.#behaviour;
  }

  /** What the application suffers from outside, if anything. */
  suffer(ailment: Partial<Behaviour> | undefined): void {
    if (ailment !== this.#ailment) {
      this.#ailment = ailment;
      this.#ailing = ailment &&
        this.#behaviour && { ...this.#behaviour, ...ailment };
    }
  }

  get running(): boolean {
    return this.stage === 'running';
  }

  /** Whether the application has finished starting. */
  warm(nowMs: number): boolean {
    return (
      this.running &&
      nowMs >= this.startedAtMs + (this.behaviour?.startupSeconds ?? 0) * 1000
    );
  }
}
