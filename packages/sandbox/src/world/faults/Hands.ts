import type { KubeObject, ObjectStore } from '../../types';
import { resourceTypeOf, resourceTypes } from '../../kubernetes/resourceTypes';
import { formatTime } from '../../kubernetes/time';
import type { EventRecorder } from '../cluster/EventRecorder';
import { withServerFields } from '../cluster/seedCluster';
import type { VirtualClock } from '../VirtualClock';
import type { FaultSpec } from './types';

/** How long a pod gets to end. */
const GRACE_SECONDS = 30;

/** What people do in the cluster by hand, beside Git. */
export class Hands {
  readonly #store: ObjectStore;
  readonly #clock: VirtualClock;
  readonly #events: EventRecorder;

  constructor(store: ObjectStore, clock: VirtualClock, events: EventRecorder) {
    this.#store = store;
    this.#clock = clock;
    this.#events = events;
  }

  create({ objects = [], complaints = [], namespaceLabels }: FaultSpec): void {
    for (const object of objects) {
      const created = this.#store.create(
        resourceTypeOf(object)!,
        withServerFields(object),
      );
      for (const { kind, name, ...words } of complaints) {
        if (kind === object.kind && name === object.metadata.name) {
          this.#events.record(created, { type: 'Warning', ...words });
        }
      }
    }
    if (namespaceLabels) {
      this.#label(namespaceLabels.namespace, namespaceLabels.labels);
    }
  }

  remove({ objects = [], namespaceLabels }: FaultSpec): void {
    for (const object of objects) {
      const type = resourceTypeOf(object)!;
      const { namespace, name } = object.metadata;
      if (this.#store.get(type, namespace, name)) {
        this.#store.delete(type, namespace, name);
      }
    }
    if (namespaceLabels) {
      const gone = Object.keys(namespaceLabels.labels).map(key => [
        key,
        undefined,
      ]);
      this.#label(namespaceLabels.namespace, Object.fromEntries(gone));
    }
  }

  cordon(names: string[], unschedulable: boolean): void {
    for (const name of names) {
      const node = this.#store.get(resourceTypes.nodes, undefined, name);
      if (node) {
        node.spec ??= {};
        if (unschedulable) {
          node.spec.unschedulable = true;
        } else {
          delete node.spec.unschedulable;
        }
        this.#store.update(resourceTypes.nodes, node);
      }
    }
  }

  /** Takes away only pods that have others of their kind elsewhere: those stay up meanwhile. */
  drain(name: string): void {
    this.cordon([name], true);
    const pods = [...this.#store.view(resourceTypes.pods)];
    const deletionTimestamp = formatTime(
      this.#clock.now() + GRACE_SECONDS * 1000,
    );
    for (const pod of pods) {
      const others = pods.filter(
        other => other.spec.nodeName !== name && kindOf(other) === kindOf(pod),
      );
      if (pod.spec.nodeName === name && others.length > 0) {
        const { namespace, name: podName } = pod.metadata;
        const live = this.#store.get(resourceTypes.pods, namespace, podName)!;
        live.metadata.deletionTimestamp = deletionTimestamp;
        live.metadata.deletionGracePeriodSeconds = GRACE_SECONDS;
        this.#store.update(resourceTypes.pods, live);
      }
    }
  }

  #label(name: string, labels: Record<string, string | undefined>): void {
    const namespace = this.#store.get(
      resourceTypes.namespaces,
      undefined,
      name,
    );
    if (namespace) {
      const merged = { ...namespace.metadata.labels, ...labels };
      namespace.metadata.labels = Object.fromEntries(
        Object.entries(merged).filter(
          (pair): pair is [string, string] => pair[1] !== undefined,
        ),
      );
      this.#store.update(resourceTypes.namespaces, namespace);
    }
  }
}

function kindOf({ metadata }: KubeObject): string {
  return `${metadata.namespace}/${metadata.labels?.['app.kubernetes.io/name']}`;
}
