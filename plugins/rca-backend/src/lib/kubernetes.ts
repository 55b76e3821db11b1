import {
  CoreV1Event,
  V1Container,
  V1ContainerStatus,
  V1Pod,
} from '@kubernetes/client-node';
import { instantOf, latest } from './time';

/**
 * When an event last happened. The scheduler's events carry only `eventTime`,
 * those of other components the two timestamps.
 * @internal
 */
export function eventInstant(event: CoreV1Event): string | undefined {
  return (
    latest(
      instantOf(event.series?.lastObservedTime),
      instantOf(event.lastTimestamp),
      instantOf(event.eventTime),
    ) ?? instantOf(event.metadata?.creationTimestamp)
  );
}

/** When an event first happened. @internal */
export function eventFirstInstant(event: CoreV1Event): string | undefined {
  return (
    instantOf(event.firstTimestamp) ??
    instantOf(event.eventTime) ??
    instantOf(event.metadata?.creationTimestamp)
  );
}

/** How often the event says that it happened. @internal */
export function eventCount(event: CoreV1Event): number {
  return event.series?.count ?? event.count ?? 1;
}

/** @internal */
export type ContainerState = {
  name: string;
  init: boolean;
  status: V1ContainerStatus;
  spec?: V1Container;
};

/** Containers of a pod with their status, init containers first. @internal */
export function containersOf(pod: V1Pod): ContainerState[] {
  const toState = (
    init: boolean,
    statuses: V1ContainerStatus[] | undefined,
    specs: V1Container[] | undefined,
  ) =>
    (statuses ?? []).map(status => ({
      name: status.name,
      init,
      status,
      spec: specs?.find(spec => spec.name === status.name),
    }));
  return [
    ...toState(
      true,
      pod.status?.initContainerStatuses,
      pod.spec?.initContainers,
    ),
    ...toState(false, pod.status?.containerStatuses, pod.spec?.containers),
  ];
}

/** @internal */
export function conditionOf<T extends { type: string }>(
  conditions: T[] | undefined,
  type: string,
): T | undefined {
  return conditions?.find(condition => condition.type === type);
}

/** @internal */
export function isReady(pod: V1Pod): boolean {
  return conditionOf(pod.status?.conditions, 'Ready')?.status === 'True';
}

/** Being deleted, or done: no part of what should serve now. @internal */
export function isGone(pod: V1Pod): boolean {
  return (
    pod.metadata?.deletionTimestamp !== undefined ||
    pod.status?.phase === 'Succeeded'
  );
}
