import type {
  DesiredState,
  LogSink,
  MetricSink,
  ObjectStore,
  TraceSink,
} from '../types';
import { Cluster } from './cluster/Cluster';
import { seedCluster } from './cluster/seedCluster';
import {
  type ClusterDefinition,
  firstCluster,
  ImageRegistry,
} from './definition';
import { Environment } from './Environment';
import { DirectDesiredState } from './faults/DirectDesiredState';
import { FaultInjector } from './faults/FaultInjector';
import { earlierReleases } from './plannedReleases';
import { Random } from './random';
import { SandboxWorld } from './SandboxWorld';
import { LogWriter } from './telemetry/LogWriter';
import type { VirtualClock } from './VirtualClock';

/** The pods that are there at the first moment were started so long ago. */
const AGE_MS = 3 * 24 * 60 * 60 * 1000;
/** How long the cluster takes to start everything. */
const BOOT_MS = 3 * 60 * 1000;
/** Traffic before the first moment, so that queues, memory and autoscalers are settled. */
const WARM_UP_MS = 3 * 60 * 1000;

/** Options of {@link createWorld}. */
export type WorldOptions = {
  seed: number;
  /** The clock that the store stamps objects with; the world moves it. */
  clock: VirtualClock;
  /** Holds nothing of the company yet. */
  store: ObjectStore;
  /** The first moment with telemetry; default: what the clock says. */
  startTimeMs?: number;
  metricSinks: MetricSink[];
  logSinks: LogSink[];
  /** Default: nobody keeps traces. */
  traceSinks?: TraceSink[];
  /** What the cluster is made of; default the company's first one. */
  definition?: ClusterDefinition;
  /** How changes of manifests reach the cluster; default: directly. */
  desiredState?: DesiredState;
};

/**
 * Creates the simulated company, up and running at its first moment.
 *
 * @remarks
 * The same seed and start give the same world. It moves only by `advanceTo`, and
 * reacts to whatever anybody writes into the store.
 * Metric sinks get the same frozen label object for every sample of a series, so
 * they may keep what they know of a series by that object.
 */
export function createWorld(options: WorldOptions): SandboxWorld {
  const { seed, clock, store, metricSinks, logSinks } = options;
  const definition = options.definition ?? firstCluster;
  const startMs = options.startTimeMs ?? clock.now();
  clock.set(startMs - AGE_MS);
  const environment = new Environment();
  const cluster = new Cluster({
    definition,
    store,
    clock,
    random: new Random(seed),
    registry: ImageRegistry.of(definition.services),
    environment,
    logs: new LogWriter(logSinks, environment),
  });
  const releases = earlierReleases(store, definition, startMs);
  seedCluster(store, definition, clock.now());
  releases.prepare();
  const world = new SandboxWorld({
    clusterName: definition.name,
    seed,
    cluster,
    metricSinks,
    traceSinks: options.traceSinks ?? [],
    faults: new FaultInjector({
      environment,
      clock,
      store,
      registry: cluster.registry,
      events: cluster.events,
      seed,
    }),
    desired: options.desiredState ?? new DirectDesiredState(store),
    planned: releases.planned,
  });
  world.runUnseen(startMs - AGE_MS, startMs - AGE_MS + BOOT_MS);
  world.runUnseen(startMs - WARM_UP_MS, startMs);
  world.collect();
  return world;
}
