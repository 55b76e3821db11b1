import { setImmediate as nextTurn } from 'node:timers/promises';
import type {
  ContainerLogs,
  DesiredState,
  FaultDefinition,
  ObjectStore,
  Person,
  World,
} from '../types';
import type { Cluster } from './cluster/Cluster';
import { ControlPlane } from './cluster/ControlPlane';
import { people } from './definition';
import type { FaultInjector } from './faults/FaultInjector';
import { Telemetry } from './telemetry/Telemetry';
import { TrafficModel } from './traffic/TrafficModel';
import type { MetricSink, TraceSink } from '../types';
import type { VirtualClock } from './VirtualClock';

/** How often the monitoring scrapes. */
export const SCRAPE_INTERVAL_MS = 15_000;
/** The steps in which objects change. */
const STEP_MS = 1_000;
/** Other work of the process gets its turn after so many steps. */
const STEPS_PER_SLICE = 60;

/** Something that the company does on its own at a certain time. */
export type PlannedAct = { atMs: number; act: () => void };

/** The running world: moves the clock, and everything with it. */
export class SandboxWorld implements World {
  readonly clusterName: string;
  readonly seed: number;
  readonly people: Person[] = people;
  readonly #cluster: Cluster;
  readonly #controlPlane: ControlPlane;
  readonly #traffic: TrafficModel;
  readonly #telemetry: Telemetry;
  readonly #faults: FaultInjector;
  #desired: DesiredState;
  #planned: PlannedAct[];
  #advancing: Promise<void> = Promise.resolve();

  constructor(parts: {
    clusterName: string;
    seed: number;
    cluster: Cluster;
    metricSinks: MetricSink[];
    traceSinks: TraceSink[];
    faults: FaultInjector;
    desired: DesiredState;
    planned: PlannedAct[];
  }) {
    this.clusterName = parts.clusterName;
    this.seed = parts.seed;
    this.#cluster = parts.cluster;
    this.#controlPlane = new ControlPlane(parts.cluster);
    this.#traffic = new TrafficModel(parts.cluster, this.#controlPlane.kubelet);
    this.#telemetry = new Telemetry(parts.cluster, this.#controlPlane.kubelet, {
      metrics: parts.metricSinks,
      traces: parts.traceSinks,
    });
    this.#faults = parts.faults;
    this.#desired = parts.desired;
    this.#planned = [...parts.planned].sort((a, b) => a.atMs - b.atMs);
  }

  get clock(): VirtualClock {
    return this.#cluster.clock;
  }

  get store(): ObjectStore {
    return this.#cluster.store;
  }

  get containerLogs(): ContainerLogs {
    return this.#cluster.logs;
  }

  faults(): Array<FaultDefinition & { activeSince?: string }> {
    return this.#faults.list();
  }

  inject(fault: string): Promise<void> {
    return this.#faults.inject(fault, this.#desired);
  }

  heal(): Promise<void> {
    return this.#faults.heal(this.#desired);
  }

  /** From now on faults that are mistakes in manifests go this way, e.g. through Git. */
  useDesiredState(desired: DesiredState): void {
    this.#desired = desired;
  }

  /** Calls wait for each other: the clock has one driver at a time. */
  advanceTo(timeMs: number): Promise<void> {
    const run = this.#advancing.then(() => this.#advance(timeMs));
    this.#advancing = run.catch(() => undefined);
    return run;
  }

  /** Runs through a span of time before the first moment, without telemetry. */
  runUnseen(fromMs: number, untilMs: number): void {
    this.clock.set(fromMs);
    while (this.clock.now() < untilMs) {
      this.#step();
    }
  }

  /** From now on the monitoring collects metrics and logs. */
  collect(): void {
    this.#cluster.logs.collecting = true;
  }

  async #advance(timeMs: number): Promise<void> {
    let steps = 0;
    while (this.#nextStepMs() <= timeMs) {
      this.#step();
      steps += 1;
      if (steps % STEPS_PER_SLICE === 0) {
        await nextTurn();
      }
    }
    if (timeMs > this.clock.now()) {
      this.clock.set(timeMs);
    }
  }

  #nextStepMs(): number {
    return (Math.floor(this.clock.now() / STEP_MS) + 1) * STEP_MS;
  }

  #step(): void {
    const now = this.#nextStepMs();
    this.clock.set(now);
    while (this.#planned.length > 0 && this.#planned[0].atMs <= now) {
      this.#planned.shift()!.act();
    }
    const scrape = now % SCRAPE_INTERVAL_MS === 0;
    this.#controlPlane.step(scrape);
    if (scrape) {
      const traffic = this.#traffic.tick(SCRAPE_INTERVAL_MS / 1000);
      this.#telemetry.tick(
        traffic,
        SCRAPE_INTERVAL_MS,
        this.#cluster.logs.collecting,
      );
      this.#controlPlane.afterScrape();
    }
    this.#cluster.logs.flush(now);
  }
}
