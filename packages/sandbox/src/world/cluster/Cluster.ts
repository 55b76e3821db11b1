import type {
  KubeObject,
  NewKubeObject,
  ObjectStore,
  ResourceType,
} from '../../types';
import { cloneJson } from '../../kubernetes/json';
import { formatTime } from '../../kubernetes/time';
import type { ClusterDefinition, ImageRegistry } from '../definition';
import type { Environment } from '../Environment';
import type { LogWriter } from '../telemetry/LogWriter';
import type { Random } from '../random';
import type { VirtualClock } from '../VirtualClock';
import { ClusterCache } from './ClusterCache';
import { EventRecorder } from './EventRecorder';

/** What every controller of the cluster works with. */
export class Cluster {
  readonly definition: ClusterDefinition;
  readonly store: ObjectStore;
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly registry: ImageRegistry;
  readonly environment: Environment;
  readonly logs: LogWriter;
  readonly cache: ClusterCache;
  readonly events: EventRecorder;

  constructor(parts: {
    definition: ClusterDefinition;
    store: ObjectStore;
    clock: VirtualClock;
    random: Random;
    registry: ImageRegistry;
    environment: Environment;
    logs: LogWriter;
  }) {
    this.definition = parts.definition;
    this.store = parts.store;
    this.clock = parts.clock;
    this.random = parts.random;
    this.registry = parts.registry;
    this.environment = parts.environment;
    this.logs = parts.logs;
    this.cache = new ClusterCache(this.store);
    this.events = new EventRecorder(
      this.store,
      this.clock,
      this.random.stream('events'),
    );
  }

  /** The current time as objects carry it. */
  stamp(): string {
    return formatTime(this.clock.now());
  }

  create(type: ResourceType, object: NewKubeObject): KubeObject {
    return this.store.create(type, object);
  }

  /** Writes what `change` does to a copy; an unchanged object stays untouched. */
  change(
    type: ResourceType,
    object: KubeObject,
    change: (draft: KubeObject) => void,
  ): void {
    const current = this.cache.get(
      type,
      object.metadata.namespace,
      object.metadata.name,
    );
    if (current && current.metadata.uid === object.metadata.uid) {
      const draft = cloneJson(current);
      change(draft);
      this.store.update(type, draft);
    }
  }

  /** Deletes an object that may be gone already. */
  remove(type: ResourceType, object: KubeObject): void {
    if (this.cache.get(type, object.metadata.namespace, object.metadata.name)) {
      this.store.delete(type, object.metadata.namespace, object.metadata.name);
    }
  }
}

/** A part of the control plane: brings what is closer to what should be, when either changed. */
export interface Controller {
  reconcile(): void;
}
