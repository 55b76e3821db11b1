import type { KubeObject, ResourceType } from '../../types';
import { allResourceTypes, resourceTypes } from '../resourceTypes';

/** A resource as it is served: usually the stored one, sometimes another view of it. */
export type ServedResource = {
  type: ResourceType;
  /** Where the objects are kept. */
  stored: ResourceType;
  /** How a stored object looks in this group; without it, as it is stored. */
  toServed?: (object: Readonly<KubeObject>) => KubeObject;
};

const eventsView: ServedResource = {
  type: { ...resourceTypes.events, group: 'events.k8s.io' },
  stored: resourceTypes.events,
  toServed: toNewEvent,
};

/** Everything that can be read and written, in the order of discovery. */
export const servedResources: readonly ServedResource[] = [
  ...allResourceTypes.map(type => ({ type, stored: type })),
  eventsView,
];

const byPath = new Map(
  servedResources.map(served => [
    `${served.type.group}/${served.type.version}/${served.type.plural}`,
    served,
  ]),
);

/** Finds the resource that a path names. */
export function findServedResource(
  group: string,
  version: string,
  plural: string,
): ServedResource | undefined {
  return byPath.get(`${group}/${version}/${plural}`);
}

/** The verbs of a resource; views are read-only, and namespaces are deleted one by one. */
export function verbsOf(served: ServedResource): string[] {
  if (served.toServed) {
    return ['get', 'list', 'watch'];
  }
  const all = [
    'create',
    'delete',
    'deletecollection',
    'get',
    'list',
    'patch',
    'update',
    'watch',
  ];
  return served.stored === resourceTypes.namespaces
    ? all.filter(verb => verb !== 'deletecollection')
    : all;
}

/** core/v1 Event → events.k8s.io/v1 Event: the same record under newer names. */
function toNewEvent(event: Readonly<KubeObject>): KubeObject {
  const {
    message,
    involvedObject,
    source,
    count,
    firstTimestamp,
    lastTimestamp,
    reportingComponent,
    reportingInstance,
    kind: _,
    apiVersion: __,
    metadata,
    ...rest
  } = event;
  return {
    kind: 'Event',
    apiVersion: 'events.k8s.io/v1',
    metadata,
    ...rest,
    regarding: involvedObject,
    note: message,
    reportingController: reportingComponent,
    reportingInstance,
    deprecatedSource: source,
    deprecatedFirstTimestamp: firstTimestamp ?? null,
    deprecatedLastTimestamp: lastTimestamp ?? null,
    deprecatedCount: count,
  } as KubeObject;
}
