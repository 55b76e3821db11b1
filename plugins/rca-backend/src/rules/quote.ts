import { ObjectRef } from '@internal/plugin-rca-common';
import { NewEvidence } from '@internal/plugin-rca-node';
import { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import { ClusterIndex, Workload } from '../engine/ClusterIndex';
import { eventCount, eventInstant } from '../lib/kubernetes';

const SOURCE = 'kubernetes';
/** Pods and events that one finding quotes; the others say the same. */
export const MAX_QUOTES = 3;

/** What the API server says about a pod, as evidence. @internal */
export function quotePod(
  index: ClusterIndex,
  pod: V1Pod,
  options: { title: string; excerpt: string; at?: string },
): NewEvidence {
  const { metadata } = pod;
  return {
    source: SOURCE,
    object: index.ref('Pod', metadata),
    query: `/api/v1/namespaces/${metadata?.namespace}/pods/${metadata?.name}`,
    ...options,
  };
}

/** An event as evidence. @internal */
export function quoteEvent(
  index: ClusterIndex,
  event: CoreV1Event,
): NewEvidence {
  const { kind, namespace, name } = event.involvedObject;
  const count = eventCount(event);
  return {
    source: SOURCE,
    title: `Event ${event.reason} of ${kind} ${name}${
      count > 1 ? `, ${count} times` : ''
    }`,
    object: {
      cluster: index.cluster,
      ...(namespace && { namespace }),
      kind: kind ?? 'Object',
      name: name ?? '',
    },
    at: eventInstant(event),
    query: `/api/v1/namespaces/${event.metadata?.namespace}/events?fieldSelector=involvedObject.name%3D${name}`,
    excerpt: event.message,
  };
}

/** A fact about a workload as evidence. @internal */
export function quoteWorkload(
  workload: Workload,
  options: { title: string; excerpt: string; at?: string },
): NewEvidence {
  const { kind, namespace, name } = workload.ref;
  return {
    source: SOURCE,
    object: workload.ref,
    query: `/apis/apps/v1/namespaces/${namespace}/${kind.toLowerCase()}s/${name}`,
    ...options,
  };
}

/** What the API server says about any object, as evidence. @internal */
export function quoteObject(
  object: ObjectRef,
  /** Group, version and plural: `apis/batch/v1/jobs`, `api/v1/services`. */
  resource: string,
  options: { title: string; excerpt?: string; at?: string },
): NewEvidence {
  const parts = resource.split('/');
  const kind = parts.pop();
  return {
    source: SOURCE,
    object,
    query: `/${parts.join('/')}/${
      object.namespace ? `namespaces/${object.namespace}/` : ''
    }${kind}/${object.name}`,
    ...options,
  };
}

/** `2 of 3 pods`, `the only pod`. @internal */
export function share(some: number, all: number): string {
  if (all === 1) {
    return 'the only pod';
  }
  if (some === all && all === 2) {
    return 'both pods';
  }
  return some === all ? `all ${all} pods` : `${some} of ${all} pods`;
}

/** What a log line says, without the time and level that it begins with. @internal */
export function messageOf(line: string): string {
  return line
    .replace(/^\[?\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?\]?\s+/, '')
    .replace(/^\[?(?:TRACE|DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL)\]?:?\s+/i, '');
}

/** `1 rollout`, `3 rollouts`. @internal */
export function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** First line of a text, cut at a word's end where there is one. @internal */
export function firstLine(text: string | undefined, max = 160): string {
  const line = (text ?? '').split('\n')[0].trim();
  return line.length <= max ? line : `${line.slice(0, max - 1).trimEnd()}…`;
}
