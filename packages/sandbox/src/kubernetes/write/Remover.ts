import type { Clock, KubeObject, ObjectStore, ResourceType } from '../../types';
import { allResourceTypes, resourceTypes } from '../resourceTypes';
import { formatTime } from '../time';

const DEFAULT_GRACE_SECONDS = 30;
const FINISHED_PHASES = ['Succeeded', 'Failed'];

/** How to remove an object. */
export type RemoveOptions = {
  gracePeriodSeconds?: number;
  propagationPolicy?: string;
};

/**
 * Removes objects as the server and its garbage collector do together: finalizers hold an object back, what
 * an object owns goes with it, and a pod on a node is only marked: its kubelet removes it when it has stopped.
 */
export class Remover {
  readonly #store: ObjectStore;
  readonly #clock: Clock;

  private constructor(options: { store: ObjectStore; clock: Clock }) {
    this.#store = options.store;
    this.#clock = options.clock;
  }

  static create(options: { store: ObjectStore; clock: Clock }): Remover {
    return new Remover(options);
  }

  /** @returns the object as it is now, and whether it is gone */
  remove(
    type: ResourceType,
    object: KubeObject,
    options: RemoveOptions = {},
  ): { object: KubeObject; gone: boolean } {
    const { namespace, name, uid } = object.metadata;
    if (type === resourceTypes.namespaces) {
      return { object: this.#terminateNamespace(object), gone: false };
    }
    if (type === resourceTypes.pods && this.#isRunning(object, options)) {
      return { object: this.#terminatePod(object, options), gone: false };
    }
    if (object.metadata.finalizers?.length) {
      return { object: this.#mark(type, object, 0), gone: false };
    }
    if (options.propagationPolicy === 'Foreground') {
      const marked = this.#mark(
        type,
        {
          ...object,
          metadata: { ...object.metadata, finalizers: ['foregroundDeletion'] },
        },
        0,
      );
      setImmediate(() => {
        this.#collect(namespace, uid);
        if (this.#store.get(type, namespace, name)?.metadata.uid === uid) {
          this.#store.delete(type, namespace, name);
        }
      });
      return { object: marked, gone: false };
    }
    const deleted = this.#store.delete(type, namespace, name);
    if (options.propagationPolicy === 'Orphan') {
      this.#orphan(namespace, uid);
    } else {
      // The garbage collector notices after the answer is out.
      setImmediate(() => this.#collect(namespace, uid));
    }
    return { object: deleted, gone: true };
  }

  #isRunning(pod: KubeObject, options: RemoveOptions): boolean {
    return (
      Boolean(pod.spec?.nodeName) &&
      options.gracePeriodSeconds !== 0 &&
      !FINISHED_PHASES.includes(pod.status?.phase)
    );
  }

  #terminatePod(pod: KubeObject, options: RemoveOptions): KubeObject {
    const grace =
      options.gracePeriodSeconds ??
      pod.spec?.terminationGracePeriodSeconds ??
      DEFAULT_GRACE_SECONDS;
    return this.#mark(resourceTypes.pods, pod, grace);
  }

  #mark(
    type: ResourceType,
    object: KubeObject,
    graceSeconds: number,
  ): KubeObject {
    const { metadata } = object;
    if (metadata.deletionTimestamp) {
      return object;
    }
    return this.#store.update(type, {
      ...object,
      metadata: {
        ...metadata,
        deletionTimestamp: formatTime(this.#clock.now() + graceSeconds * 1_000),
        deletionGracePeriodSeconds: graceSeconds,
      },
    });
  }

  #terminateNamespace(namespace: KubeObject): KubeObject {
    const { name, uid } = namespace.metadata;
    if (namespace.metadata.deletionTimestamp) {
      return namespace;
    }
    const marked = this.#store.update(resourceTypes.namespaces, {
      ...namespace,
      metadata: {
        ...namespace.metadata,
        deletionTimestamp: formatTime(this.#clock.now()),
      },
      status: { ...namespace.status, phase: 'Terminating' },
    });
    setImmediate(() => {
      for (const type of allResourceTypes.filter(
        candidate => candidate.namespaced,
      )) {
        for (const object of this.#store.view(type, name)) {
          this.#store.delete(type, name, object.metadata.name);
        }
      }
      if (
        this.#store.get(resourceTypes.namespaces, undefined, name)?.metadata
          .uid === uid
      ) {
        this.#store.delete(resourceTypes.namespaces, undefined, name);
      }
    });
    return marked;
  }

  /** Removes what an object owned, and what that owned. */
  #collect(namespace: string | undefined, ownerUid: string): void {
    for (const [type, object] of this.#dependents(namespace, ownerUid)) {
      this.remove(type, object);
    }
  }

  #orphan(namespace: string | undefined, ownerUid: string): void {
    for (const [type, object] of this.#dependents(namespace, ownerUid)) {
      const ownerReferences = object.metadata.ownerReferences?.filter(
        owner => owner.uid !== ownerUid,
      );
      this.#store.update(type, {
        ...object,
        metadata: { ...object.metadata, ownerReferences },
      });
    }
  }

  #dependents(
    namespace: string | undefined,
    ownerUid: string,
  ): Array<[ResourceType, KubeObject]> {
    return allResourceTypes
      .filter(type => type.namespaced || namespace === undefined)
      .flatMap(type =>
        this.#store
          .view(type, namespace)
          .filter(object =>
            object.metadata.ownerReferences?.some(
              owner => owner.uid === ownerUid,
            ),
          )
          .map((object): [ResourceType, KubeObject] => [type, object]),
      );
  }
}
