import { createHash } from 'node:crypto';
import type {
  Clock,
  KubeObject,
  NewKubeObject,
  ObjectStore,
  ResourceType,
  WatchEvent,
} from '../types';
import { Change, ChangeHistory } from './ChangeHistory';
import { cloneJson, equalJson } from './json';
import { StoreError } from './StoreError';
import { apiVersionOf, qualifiedName } from './resourceTypes';
import { formatTime } from './time';
import { WatchHub } from './WatchHub';

/** Changes kept for watches that resume; older ones make a watch answer 410 Expired. */
const DEFAULT_HISTORY_CHANGES = 20_000;

/** Options of {@link MemoryObjectStore.create}. */
export type MemoryObjectStoreOptions = {
  clock: Clock;
  /** Makes uids reproducible; default 1. */
  seed?: number;
  /** How many changes a watch can resume over; default 20,000. */
  historyChanges?: number;
};

/**
 * An {@link ObjectStore} in memory.
 *
 * @remarks
 * Stored objects are never changed in place: a write replaces the whole object. So the history and the
 * shared views can hand out the stored ones, and only callers who may edit what they get pay for a copy.
 */
export class MemoryObjectStore implements ObjectStore {
  readonly #clock: Clock;
  readonly #seed: number;
  readonly #history: ChangeHistory;
  readonly #objects = new Map<string, Map<string, KubeObject>>();
  readonly #watchers = new WatchHub();
  #version = 1;
  #created = 0;

  private constructor(options: MemoryObjectStoreOptions) {
    this.#clock = options.clock;
    this.#seed = options.seed ?? 1;
    this.#history = new ChangeHistory({
      maxChanges: options.historyChanges ?? DEFAULT_HISTORY_CHANGES,
    });
  }

  static create(options: MemoryObjectStoreOptions): MemoryObjectStore {
    return new MemoryObjectStore(options);
  }

  get resourceVersion(): string {
    return String(this.#version);
  }

  get(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
  ): KubeObject | undefined {
    const object = this.#bucket(type).get(keyOf(type, namespace, name));
    return object && cloneJson(object);
  }

  list(type: ResourceType, namespace?: string): KubeObject[] {
    return this.view(type, namespace).map(cloneJson);
  }

  view(
    type: ResourceType,
    namespace?: string,
    options: { at?: string } = {},
  ): KubeObject[] {
    let objects: ReadonlyMap<string, KubeObject> = this.#bucket(type);
    if (options.at !== undefined && Number(options.at) < this.#version) {
      objects = this.#history.rewind(
        objects,
        typeKeyOf(type),
        Number(options.at),
      );
    }
    const prefix =
      type.namespaced && namespace !== undefined ? `${namespace}/` : '';
    // etcd orders by the whole key, in which a namespace ends with a slash.
    const keys = [...objects.keys()]
      .filter(key => key.startsWith(prefix))
      .sort();
    return keys.map(key => objects.get(key)!);
  }

  create(type: ResourceType, object: NewKubeObject): KubeObject {
    const { metadata } = object;
    if (type.namespaced !== Boolean(metadata.namespace)) {
      throw new StoreError(
        'Invalid',
        `${type.kind} ${metadata.name} ${
          type.namespaced ? 'needs a' : 'has no'
        } namespace`,
      );
    }
    const key = keyOf(type, metadata.namespace, metadata.name);
    if (this.#bucket(type).has(key)) {
      throw new StoreError(
        'AlreadyExists',
        `${qualifiedName(type)} "${metadata.name}" already exists`,
      );
    }
    const stored: KubeObject = cloneJson({
      ...object,
      apiVersion: apiVersionOf(type),
      kind: type.kind,
      metadata: {
        ...metadata,
        uid: metadata.uid ?? this.#nextUid(),
        resourceVersion: String(++this.#version),
        creationTimestamp:
          metadata.creationTimestamp ?? formatTime(this.#clock.now()),
        generation: metadata.generation ?? (type.generation ? 1 : undefined),
      },
    });
    this.#bucket(type).set(key, stored);
    this.#record({ type: 'ADDED', object: stored }, type);
    return cloneJson(stored);
  }

  update(
    type: ResourceType,
    object: KubeObject,
    options: { checkVersion?: boolean } = {},
  ): KubeObject {
    const { metadata } = object;
    const key = keyOf(type, metadata.namespace, metadata.name);
    const previous = this.#bucket(type).get(key);
    if (!previous) {
      throw new StoreError(
        'NotFound',
        `${qualifiedName(type)} "${metadata.name}" not found`,
      );
    }
    const sent = metadata.resourceVersion;
    if (
      options.checkVersion &&
      sent &&
      sent !== previous.metadata.resourceVersion
    ) {
      throw new StoreError(
        'Conflict',
        `Operation cannot be fulfilled on ${qualifiedName(type)} "${
          metadata.name
        }": the object has been modified; please apply your changes to the latest version and try again`,
      );
    }
    const next: KubeObject = cloneJson({
      ...object,
      apiVersion: previous.apiVersion,
      kind: previous.kind,
      metadata: {
        ...metadata,
        uid: previous.metadata.uid,
        creationTimestamp: previous.metadata.creationTimestamp,
        resourceVersion: previous.metadata.resourceVersion,
        generation: previous.metadata.generation,
      },
    });
    if (equalJson(previous, next)) {
      return next;
    }
    if (
      next.metadata.generation !== undefined &&
      !equalJson(desiredState(previous), desiredState(next))
    ) {
      next.metadata.generation += 1;
    }
    next.metadata.resourceVersion = String(++this.#version);
    this.#bucket(type).set(key, next);
    this.#record({ type: 'MODIFIED', object: next, previous }, type);
    return cloneJson(next);
  }

  delete(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
  ): KubeObject {
    const key = keyOf(type, namespace, name);
    const previous = this.#bucket(type).get(key);
    if (!previous) {
      throw new StoreError(
        'NotFound',
        `${qualifiedName(type)} "${name}" not found`,
      );
    }
    this.#bucket(type).delete(key);
    // The last event of an object carries the version of its deletion.
    const object = {
      ...previous,
      metadata: {
        ...previous.metadata,
        resourceVersion: String(++this.#version),
      },
    };
    this.#record({ type: 'DELETED', object, previous }, type);
    return cloneJson(object);
  }

  watch(
    type: ResourceType,
    options: { namespace?: string; since?: string; shared?: boolean },
    listener: (event: WatchEvent) => void,
  ): () => void {
    const { namespace, since, shared = false } = options;
    return this.#watchers.add(
      { typeKey: typeKeyOf(type), namespace, shared, notify: listener },
      since === undefined ? [] : this.#history.since(Number(since)),
    );
  }

  #bucket(type: ResourceType): Map<string, KubeObject> {
    const key = typeKeyOf(type);
    let bucket = this.#objects.get(key);
    if (!bucket) {
      bucket = new Map();
      this.#objects.set(key, bucket);
    }
    return bucket;
  }

  #record(event: WatchEvent, type: ResourceType): void {
    const { namespace, name } = event.object.metadata;
    const change: Change = {
      ...event,
      version: this.#version,
      typeKey: typeKeyOf(type),
      objectKey: keyOf(type, namespace, name),
    };
    this.#history.add(change);
    this.#watchers.publish(change);
  }

  #nextUid(): string {
    const hex = createHash('sha256')
      .update(`${this.#seed}:${++this.#created}`)
      .digest('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(
      13,
      16,
    )}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }
}

/** What counts for the generation. Not only `spec`: an EndpointSlice has none. */
function desiredState(object: KubeObject): Record<string, unknown> {
  return { ...object, metadata: undefined, status: undefined };
}

function typeKeyOf(type: ResourceType): string {
  return `${type.group}/${type.plural}`;
}

function keyOf(
  type: ResourceType,
  namespace: string | undefined,
  name: string,
): string {
  return type.namespaced ? `${namespace}/${name}` : name;
}
