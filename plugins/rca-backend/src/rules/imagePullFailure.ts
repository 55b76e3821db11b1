import { V1Pod } from '@kubernetes/client-node';
import { Workload } from '../engine/ClusterIndex';
import { containersOf, eventFirstInstant, isGone } from '../lib/kubernetes';
import { earliest, instantOf } from '../lib/time';
import {
  causeChange,
  changesBefore,
  describeCulprit,
  fieldsOf,
} from './changesBefore';
import { MAX_QUOTES, quoteEvent, quotePod, share } from './quote';
import { Rule, RuleFinding, Snapshot } from './types';

const REASONS = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable',
]);

/** The node cannot get the image that a container wants. @internal */
export const imagePullFailure: Rule = {
  id: 'image-pull-failure',
  evaluate(snapshot) {
    return snapshot.index.podOwners.flatMap(workload => {
      const pods = snapshot.index.podsOf(workload).filter(pod => !isGone(pod));
      const stuck = pods
        .map(pod => ({ pod, container: waitingContainer(pod) }))
        .filter(({ container }) => container !== undefined);
      return stuck.length
        ? [describe(snapshot, workload, pods.length, stuck as Stuck[])]
        : [];
    });
  },
};

type Stuck = {
  pod: V1Pod;
  container: { name: string; image: string; reason: string; message: string };
};

function waitingContainer(pod: V1Pod): Stuck['container'] | undefined {
  const found = containersOf(pod).find(({ status }) =>
    REASONS.has(status.state?.waiting?.reason ?? ''),
  );
  return (
    found && {
      name: found.name,
      image: found.spec?.image ?? found.status.image,
      reason: found.status.state?.waiting?.reason ?? '',
      message: found.status.state?.waiting?.message ?? '',
    }
  );
}

function describe(
  snapshot: Snapshot,
  workload: Workload,
  podCount: number,
  stuck: Stuck[],
): RuleFinding {
  const { index } = snapshot;
  const { name } = workload.ref;
  const events = stuck
    .flatMap(({ pod }) => index.eventsOf('Pod', pod.metadata))
    .filter(event => /pull|image/i.test(event.message ?? ''))
    .filter(event => event.type === 'Warning');
  const onset = earliest(
    ...events.map(eventFirstInstant),
    ...stuck.map(({ pod }) => instantOf(pod.metadata?.creationTimestamp)),
  );
  const changes = changesBefore(snapshot, workload, onset);
  const { image } = stuck[0].container;
  const culprit = describeCulprit(changes, fieldsOf(changes, 'image').at(-1));
  return {
    rule: imagePullFailure.id,
    title: `Image ${image} cannot be pulled in ${share(
      stuck.length,
      podCount,
    )} of ${name}`,
    severity: 'critical',
    object: workload.ref,
    onset,
    evidence: [
      ...stuck.slice(0, MAX_QUOTES).map(({ pod, container }) =>
        quotePod(index, pod, {
          title: `Container ${container.name} waits: ${container.reason}`,
          excerpt: container.message || `image ${container.image}`,
          at: onset,
        }),
      ),
      ...latestWith(events, /failed to pull/i)
        .slice(-1)
        .map(event => quoteEvent(index, event)),
      ...changes.evidence,
    ],
    cause: {
      category: 'bad-image',
      weight: 0.96,
      selfSufficient: true,
      statement: `${name} cannot start new pods because its image ${image} cannot be pulled${culprit}.`,
      confirmBy: `Ask the registry for ${image}: does the tag exist, and may the cluster read it?`,
      change: causeChange(changes, workload.ref),
    },
  };
}

function latestWith<T extends { message?: string }>(
  events: T[],
  pattern: RegExp,
): T[] {
  const matching = events.filter(event => pattern.test(event.message ?? ''));
  return matching.length ? matching : events;
}
