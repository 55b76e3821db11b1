import type { KubeObject, ObjectStore } from '../../types';
import { resourceTypes } from '../../kubernetes/resourceTypes';
import { formatTime } from '../../kubernetes/time';
import type { Random } from '../random';
import type { VirtualClock } from '../VirtualClock';

/** How long the API server keeps an Event after its last occurrence. */
const EVENT_TTL_MS = 60 * 60 * 1000;
/** Expired Events are looked for this often. */
const SWEEP_INTERVAL_MS = 60 * 1000;

export type EventDetails = {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  component: string;
  /** The node of a kubelet's Event. */
  host?: string;
  /** e.g. `spec.containers{app}` */
  fieldPath?: string;
};

/** Writes Events as the components of a cluster do: repeated ones are counted, not written again. */
export class EventRecorder {
  readonly #store: ObjectStore;
  readonly #clock: VirtualClock;
  readonly #random: Random;
  /** What was recorded about an object, to the name of its Event. */
  readonly #names = new Map<string, string>();
  #nextSweepMs = 0;

  constructor(store: ObjectStore, clock: VirtualClock, random: Random) {
    this.#store = store;
    this.#clock = clock;
    this.#random = random;
  }

  record(object: KubeObject, details: EventDetails): void {
    const namespace = object.metadata.namespace ?? 'default';
    const key = [
      object.metadata.uid,
      details.reason,
      details.message,
      details.fieldPath,
    ].join('|');
    const name = this.#names.get(key);
    const existing =
      name && this.#store.get(resourceTypes.events, namespace, name);
    if (existing) {
      this.#repeat(existing);
      return;
    }
    const created = this.#create(namespace, object, details);
    this.#names.set(key, created.metadata.name);
  }

  /** Removes what is older than the server keeps. */
  sweep(): void {
    const now = this.#clock.now();
    if (now < this.#nextSweepMs) {
      return;
    }
    this.#nextSweepMs = now + SWEEP_INTERVAL_MS;
    const expired = new Set<string>();
    for (const event of this.#store.view(resourceTypes.events)) {
      if (lastSeenMs(event) < now - EVENT_TTL_MS) {
        expired.add(event.metadata.name);
        this.#store.delete(
          resourceTypes.events,
          event.metadata.namespace,
          event.metadata.name,
        );
      }
    }
    for (const [key, name] of this.#names) {
      if (expired.has(name)) {
        this.#names.delete(key);
      }
    }
  }

  #create(
    namespace: string,
    object: KubeObject,
    details: EventDetails,
  ): KubeObject {
    const { metadata } = object;
    const stamp = formatTime(this.#clock.now());
    // The scheduler writes events.k8s.io Events, which core/v1 shows without first and last time.
    const newStyle = details.component === 'default-scheduler';
    return this.#store.create(resourceTypes.events, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${metadata.name}.${this.#random.hex(16)}`, namespace },
      involvedObject: {
        kind: object.kind,
        ...(metadata.namespace ? { namespace: metadata.namespace } : {}),
        name: metadata.name,
        uid: metadata.uid,
        apiVersion: object.apiVersion,
        resourceVersion: metadata.resourceVersion,
        ...(details.fieldPath ? { fieldPath: details.fieldPath } : {}),
      },
      reason: details.reason,
      message: details.message,
      source: newStyle
        ? {}
        : {
            component: details.component,
            ...(details.host ? { host: details.host } : {}),
          },
      firstTimestamp: newStyle ? null : stamp,
      lastTimestamp: newStyle ? null : stamp,
      ...(newStyle
        ? { action: details.reason === 'Scheduled' ? 'Binding' : 'Scheduling' }
        : { count: 1 }),
      type: details.type,
      eventTime: newStyle ? microTime(this.#clock.now()) : null,
      reportingComponent: details.component,
      reportingInstance: newStyle
        ? 'default-scheduler-control-plane'
        : details.host ?? '',
    });
  }

  #repeat(event: KubeObject): void {
    const now = this.#clock.now();
    if (event.eventTime) {
      const series = event.series as { count: number } | undefined;
      event.series = {
        count: (series?.count ?? 1) + 1,
        lastObservedTime: microTime(now),
      };
    } else {
      event.count = Number(event.count ?? 1) + 1;
      event.lastTimestamp = formatTime(now);
    }
    this.#store.update(resourceTypes.events, event);
  }
}

function microTime(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, -1)}000Z`;
}

function lastSeenMs(event: KubeObject): number {
  const series = event.series as { lastObservedTime?: string } | undefined;
  const time =
    series?.lastObservedTime ??
    event.lastTimestamp ??
    event.eventTime ??
    event.metadata.creationTimestamp;
  return Date.parse(String(time));
}
