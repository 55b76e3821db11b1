import {
  allResourceTypes,
  MemoryObjectStore,
  resourceTypes,
  seedPlatform,
} from '../kubernetes';
import type { ContainerLogs, ObjectStore, ResourceType } from '../types';
import {
  type ClusterDefinition,
  createWorld,
  SandboxWorld,
  VirtualClock,
} from '../world';
import type { Telemetry } from './Telemetry';

/** How much telemetry is made before it is waited for. */
const BURST_MS = 5 * 60_000;

/** What a fresh start leaves in place: the cluster itself, and the portal's rights and tokens in it. */
const KEPT_TYPES: ResourceType[] = [
  resourceTypes.namespaces,
  resourceTypes.serviceaccounts,
  resourceTypes.roles,
  resourceTypes.rolebindings,
  resourceTypes.clusterroles,
  resourceTypes.clusterrolebindings,
];

/**
 * The simulated company, or what it has in one cluster. A fresh start replaces the world, while
 * clock and store stay the same objects, so that servers need not know of it.
 */
export class Company {
  readonly clock: VirtualClock;
  readonly store: MemoryObjectStore;
  readonly #definition: ClusterDefinition;
  readonly #telemetry?: Telemetry;
  #world?: SandboxWorld;
  #watches: Array<() => void> = [];

  constructor(options: {
    seed: number;
    definition: ClusterDefinition;
    /** None: the cluster has no monitoring. */
    telemetry?: Telemetry;
  }) {
    this.#definition = options.definition;
    this.clock = new VirtualClock(0);
    this.store = MemoryObjectStore.create({
      clock: this.clock,
      seed: options.seed,
    });
    this.#telemetry = options.telemetry;
  }

  get world(): SandboxWorld {
    if (!this.#world) {
      throw new Error('The company has not been opened');
    }
    return this.#world;
  }

  /** Reads from whichever world there is. */
  readonly containerLogs: ContainerLogs = {
    read: options => this.world.containerLogs.read(options),
    follow: (target, listener) =>
      this.world.containerLogs.follow(target, listener),
  };

  /** Opens the company at a moment, for the first time or anew. */
  open(options: { seed: number; startMs: number }): SandboxWorld {
    this.#watches.forEach(stop => stop());
    this.#watches = [];
    this.#removeObjects();
    this.clock.set(options.startMs);
    seedPlatform(
      this.store,
      this.#definition.namespaces
        .filter(({ team }) => team)
        .map(({ name }) => name),
    );
    this.#world = createWorld({
      definition: this.#definition,
      metricSinks: this.#telemetry?.metricSinks ?? [],
      logSinks: this.#telemetry?.logSinks ?? [],
      traceSinks: this.#telemetry?.traceSinks,
      seed: options.seed,
      clock: this.clock,
      store: this.#watchedStore(),
      startTimeMs: options.startMs,
    });
    return this.#world;
  }

  /** Runs the world forward, in bursts that real telemetry servers can follow. */
  async advanceTo(timeMs: number): Promise<void> {
    while (this.clock.now() + BURST_MS < timeMs) {
      await this.world.advanceTo(this.clock.now() + BURST_MS);
      await this.#telemetry?.flush();
    }
    await this.world.advanceTo(timeMs);
  }

  #removeObjects() {
    for (const type of allResourceTypes) {
      if (!KEPT_TYPES.includes(type)) {
        for (const { metadata } of this.store.view(type)) {
          this.store.delete(type, metadata.namespace, metadata.name);
        }
      }
    }
  }

  /** The store, which also remembers the world's watches: a world that was replaced must not go on watching. */
  #watchedStore(): ObjectStore {
    const { store } = this;
    const watches = this.#watches;
    return {
      get resourceVersion() {
        return store.resourceVersion;
      },
      get: (...args) => store.get(...args),
      list: (...args) => store.list(...args),
      view: (...args) => store.view(...args),
      create: (...args) => store.create(...args),
      update: (...args) => store.update(...args),
      delete: (...args) => store.delete(...args),
      watch: (...args) => {
        const stop = store.watch(...args);
        watches.push(stop);
        return stop;
      },
    };
  }
}
