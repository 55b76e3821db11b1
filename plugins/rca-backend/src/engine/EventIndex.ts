import { CoreV1Event, V1ObjectMeta } from '@kubernetes/client-node';
import { compareText } from '../lib/compareText';
import { eventInstant } from '../lib/kubernetes';
import { put } from '../lib/put';

/**
 * Events by what they are about. Objects of several kinds may have one name, and
 * an object may have had a namesake.
 * @internal
 */
export class EventIndex {
  readonly #events = new Map<string, CoreV1Event[]>();

  constructor(events: readonly CoreV1Event[]) {
    for (const event of events) {
      put(this.#events, keyOf(event.involvedObject), event);
    }
    for (const [key, list] of this.#events) {
      this.#events.set(
        key,
        list
          .map(item => ({ item, at: eventInstant(item) ?? '' }))
          .sort((a, b) => compareText(a.at, b.at))
          .map(({ item }) => item),
      );
    }
  }

  /** Events of exactly this object, and not of an earlier one of its name, the newest last. */
  of(kind: string, metadata: V1ObjectMeta | undefined): CoreV1Event[] {
    const { namespace, name, uid } = metadata ?? {};
    const events = this.#events.get(keyOf({ kind, namespace, name })) ?? [];
    return uid === undefined
      ? events
      : events.filter(
          ({ involvedObject }) =>
            !involvedObject.uid || involvedObject.uid === uid,
        );
  }
}

function keyOf(object: {
  kind?: string;
  namespace?: string;
  name?: string;
}): string {
  return `${object.kind}/${object.namespace ?? ''}/${object.name}`;
}
