import { NewEvidence } from '@internal/plugin-rca-node';
import { CoreV1Event, V1ReplicaSet } from '@kubernetes/client-node';
import { ClusterIndex, revisionOf, Workload } from '../../engine/ClusterIndex';
import { eventFirstInstant, eventInstant } from '../../lib/kubernetes';
import { instantOf, latest, secondsBetween } from '../../lib/time';
import {
  ConfigChange,
  FieldChange,
  RolloutChange,
  ScaleChange,
} from './ChangeFacts';
import { diffTemplates } from './diffTemplates';

/** Revisions of one workload that are compared, newest first. */
const MAX_ROLLOUTS = 3;
/** A scaling of the newest ReplicaSet this soon after its creation is the rollout's own. */
const ROLLOUT_SECONDS = 180;
const SCALED = /^Scaled (?:up|down) replica set (\S+)(?: from (\d+))? to (\d+)/;

type AddEvidence = (evidence: NewEvidence) => number;

/** Rollouts since an instant, from the ReplicaSets that Deployments leave behind. @internal */
export function findRollouts(
  index: ClusterIndex,
  since: Date,
  addEvidence: AddEvidence,
): RolloutChange[] {
  const rollouts: RolloutChange[] = [];
  for (const workload of index.workloads) {
    const sets = index.replicaSetsOf(workload);
    for (const [i, set] of sets.entries()) {
      const previous = sets[i - 1];
      const at = startOf(set, index, workload);
      const tooOld = at === undefined || Date.parse(at) < since.getTime();
      if (!previous || tooOld || i < sets.length - MAX_ROLLOUTS) {
        continue;
      }
      const fields = diffTemplates(previous.spec?.template, set.spec?.template);
      const revision = revisionOf(set);
      rollouts.push({
        at,
        object: workload.ref,
        revision,
        previousRevision: revisionOf(previous),
        fields,
        evidence: addEvidence({
          source: 'changes',
          title: `Rollout of ${workload.ref.name}, revision ${revision}`,
          object: workload.ref,
          at,
          query: `/apis/apps/v1/namespaces/${workload.ref.namespace}/replicasets`,
          excerpt:
            describeFields(fields) || 'No difference in the pod template',
        }),
      });
    }
  }
  return rollouts.sort(byTime);
}

/** Changes of the number of replicas apart from rollouts. @internal */
export function findScalings(
  index: ClusterIndex,
  since: Date,
  addEvidence: AddEvidence,
): ScaleChange[] {
  const scalings: ScaleChange[] = [];
  for (const workload of index.workloads) {
    const newest = index.replicaSetsOf(workload).at(-1);
    for (const event of index.eventsOf(
      'Deployment',
      workload.object.metadata,
    )) {
      const match = SCALED.exec(event.message ?? '');
      const at = eventInstant(event);
      if (
        !match ||
        !at ||
        match[1] !== newest?.metadata?.name ||
        Date.parse(at) < since.getTime() ||
        isPartOfRollout(event, newest)
      ) {
        continue;
      }
      const from = Number(match[2] ?? 0);
      const to = Number(match[3]);
      scalings.push({
        at,
        object: workload.ref,
        from,
        to,
        byAutoscaler: autoscaledAround(index, workload, at),
        evidence: addEvidence({
          source: 'changes',
          title: `${workload.ref.name} scaled from ${from} to ${to}`,
          object: workload.ref,
          at,
          query: `/api/v1/namespaces/${workload.ref.namespace}/events`,
          excerpt: event.message,
        }),
      });
    }
  }
  return scalings.sort(byTime);
}

/** ConfigMaps written since an instant, as far as the API server tells. @internal */
export function findConfigChanges(
  index: ClusterIndex,
  since: Date,
  addEvidence: AddEvidence,
): ConfigChange[] {
  return index.facts.configMaps
    .map(config => ({ config, at: latest(config.updatedAt, config.createdAt) }))
    .filter(({ at }) => at !== undefined && Date.parse(at) >= since.getTime())
    .map(({ config, at }) => {
      const object = index.ref('ConfigMap', config);
      const created = config.createdAt === at;
      return {
        at: at!,
        object,
        created,
        evidence: addEvidence({
          source: 'changes',
          title: `ConfigMap ${config.name} was ${
            created ? 'created' : 'changed'
          }`,
          object,
          at,
          query: `/api/v1/namespaces/${config.namespace}/configmaps/${config.name}`,
          excerpt: `Keys: ${config.keys.join(', ')}`,
        }),
      };
    })
    .sort(byTime);
}

/** `image: a -> b`, one line each. @internal */
export function describeFields(fields: FieldChange[]): string {
  return fields
    .map(
      ({ path, before, after }) =>
        `${path}: ${before ?? '(none)'} -> ${after ?? '(removed)'}`,
    )
    .join('\n');
}

/** A ReplicaSet that a rollback took up again is older than the rollout. */
function startOf(
  set: V1ReplicaSet,
  index: ClusterIndex,
  workload: Workload,
): string | undefined {
  const raised = index
    .eventsOf('Deployment', workload.object.metadata)
    .filter(event => {
      const match = SCALED.exec(event.message ?? '');
      return (
        match !== null &&
        match[1] === set.metadata?.name &&
        Number(match[2] ?? 0) === 0
      );
    })
    .map(event => eventFirstInstant(event))
    .filter(at => at !== undefined);
  const created = instantOf(set.metadata?.creationTimestamp);
  const reused =
    set.metadata?.annotations?.['deployment.kubernetes.io/revision-history'];
  return reused ? latest(created, ...raised) : created;
}

function isPartOfRollout(event: CoreV1Event, newest: V1ReplicaSet): boolean {
  const age = secondsBetween(
    eventFirstInstant(event),
    instantOf(newest.metadata?.creationTimestamp),
  );
  return (
    age !== undefined &&
    age < ROLLOUT_SECONDS &&
    !/ to 0\b/.test(event.message ?? '')
  );
}

function autoscaledAround(
  index: ClusterIndex,
  workload: Workload,
  at: string,
): boolean {
  return index.facts.autoscalers
    .filter(
      ({ metadata, spec }) =>
        metadata?.namespace === workload.ref.namespace &&
        spec?.scaleTargetRef.name === workload.ref.name,
    )
    .flatMap(({ metadata }) =>
      index.eventsOf('HorizontalPodAutoscaler', metadata),
    )
    .some(
      event =>
        event.reason === 'SuccessfulRescale' &&
        Math.abs(secondsBetween(eventInstant(event), at) ?? Infinity) < 60,
    );
}

function byTime(a: { at: string }, b: { at: string }): number {
  return Date.parse(a.at) - Date.parse(b.at);
}
