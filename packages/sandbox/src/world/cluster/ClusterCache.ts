import type { KubeObject, ObjectStore, ResourceType } from '../../types';
import { resourceTypes } from '../../kubernetes/resourceTypes';

const CACHED = [
  resourceTypes.namespaces,
  resourceTypes.nodes,
  resourceTypes.configmaps,
  resourceTypes.services,
  resourceTypes.endpointslices,
  resourceTypes.endpoints,
  resourceTypes.deployments,
  resourceTypes.replicasets,
  resourceTypes.pods,
  resourceTypes.horizontalpodautoscalers,
];

/**
 * What controllers know of the cluster: the current objects, kept by watches and
 * shared with the store. They are read-only; a change goes through the store.
 */
export class ClusterCache {
  readonly #objects = new Map<ResourceType, Map<string, KubeObject>>();
  readonly #byOwner = new Map<string, Map<string, KubeObject>>();
  #changes = 0;

  constructor(store: ObjectStore) {
    for (const type of CACHED) {
      this.#objects.set(type, new Map());
      for (const object of store.view(type)) {
        this.#put(type, object);
      }
      store.watch(type, { shared: true }, event =>
        event.type === 'DELETED'
          ? this.#remove(type, event.object)
          : this.#put(type, event.object),
      );
    }
  }

  /** Counts every change: the same number means that nothing happened. */
  get changes(): number {
    return this.#changes;
  }

  all(type: ResourceType): IterableIterator<KubeObject> {
    return this.#objects.get(type)!.values();
  }

  get(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
  ): KubeObject | undefined {
    return this.#objects.get(type)!.get(`${namespace ?? ''}/${name}`);
  }

  /** The pods of a ReplicaSet or the ReplicaSets of a Deployment, oldest first. */
  ownedBy(owner: KubeObject): KubeObject[] {
    return [...(this.#byOwner.get(owner.metadata.uid)?.values() ?? [])];
  }

  #put(type: ResourceType, object: KubeObject): void {
    this.#changes += 1;
    this.#objects.get(type)!.set(keyOf(object), object);
    const owner = ownerOf(object);
    if (owner) {
      let owned = this.#byOwner.get(owner);
      if (!owned) {
        owned = new Map();
        this.#byOwner.set(owner, owned);
      }
      owned.set(object.metadata.uid, object);
    }
  }

  #remove(type: ResourceType, object: KubeObject): void {
    this.#changes += 1;
    this.#objects.get(type)!.delete(keyOf(object));
    const owner = ownerOf(object);
    const owned = owner ? this.#byOwner.get(owner) : undefined;
    owned?.delete(object.metadata.uid);
    if (owner && owned?.size === 0) {
      this.#byOwner.delete(owner);
    }
  }
}

function keyOf(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
}

/** The uid of the controller that owns an object. */
export function ownerOf(object: KubeObject): string | undefined {
  return object.metadata.ownerReferences?.find(owner => owner.controller)?.uid;
}
