import { ChangeMark } from '@internal/plugin-observability-common';
import { CoreV1Event, V1ReplicaSet } from '@kubernetes/client-node';
import { WorkloadObjects } from './readWorkload';

const REVISION = 'deployment.kubernetes.io/revision';
/** Set when a rollback takes up an old ReplicaSet again. */
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
const SCALED = /^Scaled (?:up|down) replica set (\S+)(?: from (\d+))? to (\d+)/;
/** A scaling this soon after its ReplicaSet came is part of the rollout. */
const ROLLOUT_MS = 180_000;
/** One chart cannot show more. */
const MAX_MARKS = 200;

type Window = { from: Date; to: Date };

/** What happened to the workload in the window, oldest first. @internal */
export function findMarks(
  objects: WorkloadObjects,
  window: Window,
): ChangeMark[] {
  return [
    ...rollouts(objects),
    ...scalings(objects),
    ...configChanges(objects),
    ...restarts(objects),
    ...nodeTroubles(objects),
  ]
    .filter(({ time }) => +new Date(time) >= +window.from)
    .filter(({ time }) => +new Date(time) <= +window.to)
    .sort((a, b) => Date.parse(a.time) - Date.parse(b.time))
    .slice(-MAX_MARKS);
}

function rollouts({ deployments, replicaSets, events }: WorkloadObjects) {
  return deployments.flatMap(({ metadata }): ChangeMark[] =>
    setsOf(metadata?.uid, replicaSets)
      // The first revision is a beginning, not a change; of old ones that were removed, nothing is left.
      .filter(set => revisionOf(set) > 1)
      .flatMap(set => {
        const time = startOf(set, events);
        return time
          ? [
              {
                time,
                kind: 'rollout' as const,
                title: `Rollout of ${metadata?.name} to revision ${revisionOf(
                  set,
                )}`,
              },
            ]
          : [];
      }),
  );
}

function scalings(objects: WorkloadObjects): ChangeMark[] {
  const { deployments, replicaSets, autoscalers, events } = objects;
  return deployments.flatMap(({ metadata }) => {
    const newest = setsOf(metadata?.uid, replicaSets).at(-1);
    const byAutoscaler = autoscalers.some(
      ({ spec }) => spec?.scaleTargetRef.name === metadata?.name,
    );
    return events.flatMap((event): ChangeMark[] => {
      const match = SCALED.exec(event.message ?? '');
      const time = timeOf(event);
      const began = newest && startOf(newest, events);
      if (
        event.involvedObject.kind !== 'Deployment' ||
        event.involvedObject.name !== metadata?.name ||
        !match ||
        !time ||
        match[1] !== newest?.metadata?.name ||
        (began && Math.abs(Date.parse(time) - Date.parse(began)) < ROLLOUT_MS)
      ) {
        return [];
      }
      const from = match[2] === undefined ? '' : `from ${match[2]} `;
      const by = byAutoscaler ? ', which has an autoscaler' : '';
      return [
        {
          time,
          kind: 'scale',
          title: `${metadata?.name} scaled ${from}to ${match[3]}${by}`,
        },
      ];
    });
  });
}

function configChanges({ configMaps }: WorkloadObjects): ChangeMark[] {
  return configMaps.flatMap(({ metadata }): ChangeMark[] => {
    const created = iso(metadata?.creationTimestamp);
    const written = (metadata?.managedFields ?? [])
      .map(({ time }) => iso(time))
      .filter(time => time !== undefined)
      .sort()
      .at(-1);
    const time = written ?? created;
    if (!time) return [];
    return [
      {
        time,
        kind: 'config',
        title: `ConfigMap ${metadata?.name} was ${
          time === created ? 'created' : 'changed'
        }`,
      },
    ];
  });
}

function restarts({ pods }: WorkloadObjects): ChangeMark[] {
  return pods.flatMap(({ metadata, status }) =>
    (status?.containerStatuses ?? []).flatMap(
      ({ name, lastState, restartCount }): ChangeMark[] => {
        const ended = lastState?.terminated;
        const time = iso(ended?.finishedAt);
        if (!ended || !time || restartCount === 0) return [];
        const why = ended.reason ? ` (${ended.reason})` : '';
        return [
          {
            time,
            kind: 'restart',
            title: `Container ${name} of ${metadata?.name} ended${why}, restart ${restartCount}`,
          },
        ];
      },
    ),
  );
}

/** Node events are not the tenant's to read; those of its pods say it as well. */
function nodeTroubles({ pods, events }: WorkloadObjects): ChangeMark[] {
  const nodes = new Map(
    pods.map(({ metadata, spec }) => [metadata?.name, spec?.nodeName]),
  );
  const marks = new Map<string, ChangeMark>();
  for (const event of events) {
    const { kind, name } = event.involvedObject;
    const time = timeOf(event);
    if (
      kind !== 'Pod' ||
      !nodes.has(name) ||
      !time ||
      !['NodeNotReady', 'TaintManagerEviction', 'Evicted'].includes(
        event.reason ?? '',
      )
    ) {
      continue;
    }
    const node = nodes.get(name) ?? 'The node';
    const title =
      event.reason === 'NodeNotReady'
        ? `${node} is not ready`
        : `Pods were evicted from ${node}`;
    const known = marks.get(title);
    if (!known || time < known.time) {
      marks.set(title, { time, kind: 'node', title });
    }
  }
  return [...marks.values()];
}

function setsOf(uid: string | undefined, sets: V1ReplicaSet[]) {
  return sets
    .filter(({ metadata }) =>
      metadata?.ownerReferences?.some(owner => owner.uid === uid),
    )
    .sort((a, b) => revisionOf(a) - revisionOf(b));
}

function revisionOf({ metadata }: V1ReplicaSet): number {
  return Number(metadata?.annotations?.[REVISION] ?? 0);
}

/** A ReplicaSet that a rollback took up again is older than the rollout. */
function startOf(set: V1ReplicaSet, events: CoreV1Event[]): string | undefined {
  const created = iso(set.metadata?.creationTimestamp);
  if (!set.metadata?.annotations?.[REVISION_HISTORY]) return created;
  const raised = events
    .filter(({ message }) => {
      const match = SCALED.exec(message ?? '');
      return match?.[1] === set.metadata?.name && Number(match?.[2] ?? 0) === 0;
    })
    .map(event => iso(event.firstTimestamp) ?? timeOf(event))
    .filter(time => time !== undefined);
  return [...raised, ...(created ? [created] : [])].sort().at(-1);
}

function timeOf(event: CoreV1Event): string | undefined {
  return (
    iso(event.series?.lastObservedTime) ??
    iso(event.lastTimestamp) ??
    iso(event.eventTime) ??
    iso(event.metadata?.creationTimestamp)
  );
}

/** The client hands out Date objects, and strings for times with microseconds. */
function iso(value: Date | string | undefined | null): string | undefined {
  if (!value) return undefined;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
