import type { KubeObject } from '../../types';
import { formatTime } from '../../kubernetes/time';
import { type Condition, conditionOf, isPodReady } from './conditions';
import { shareOf } from './quantities';

const DEFAULT_PROGRESS_DEADLINE_SECONDS = 600;

type Observation = {
  deployment: KubeObject;
  /** The ReplicaSet of the present template. */
  current: KubeObject | undefined;
  /** The pods of each ReplicaSet of the Deployment, by its name. */
  pods: Map<string, KubeObject[]>;
  nowMs: number;
};

/** A Deployment's status as its controller writes it: counts of zero are left out. */
export function deploymentStatus(
  observation: Observation,
): KubeObject['status'] {
  const { deployment, current, pods } = observation;
  const all = [...pods.values()].flat();
  const alive = all.filter(pod => !pod.metadata.deletionTimestamp);
  const ready = alive.filter(isPodReady).length;
  const updated = (current && pods.get(current.metadata.name)) ?? [];
  const updatedAlive = updated.filter(pod => !pod.metadata.deletionTimestamp);
  const wanted: number = deployment.spec.replicas;
  const unavailable = Math.max(0, Math.max(wanted, alive.length) - ready);
  const complete =
    updatedAlive.length === wanted &&
    updatedAlive.filter(isPodReady).length === wanted &&
    alive.length === wanted;
  return {
    observedGeneration: deployment.metadata.generation,
    ...(alive.length ? { replicas: alive.length } : {}),
    ...(updatedAlive.length ? { updatedReplicas: updatedAlive.length } : {}),
    ...(ready ? { readyReplicas: ready, availableReplicas: ready } : {}),
    ...(unavailable ? { unavailableReplicas: unavailable } : {}),
    terminatingReplicas: all.length - alive.length,
    conditions: [
      availableCondition(observation, ready, wanted),
      progressingCondition(observation, complete, ready, updatedAlive.length),
      ...replicaFailure(observation),
    ],
  };
}

/** The Deployment passes on why its ReplicaSet gets no pods. */
function replicaFailure({ deployment, current, nowMs }: Observation) {
  const failure = current && conditionOf(current, 'ReplicaFailure');
  return failure
    ? [
        stamped(deployment, nowMs, {
          type: 'ReplicaFailure',
          status: 'True',
          reason: failure.reason,
          message: failure.message,
        }),
      ]
    : [];
}

function availableCondition(
  { deployment, nowMs }: Observation,
  ready: number,
  wanted: number,
): Condition {
  const rolling = deployment.spec.strategy?.rollingUpdate;
  const mayMiss =
    deployment.spec.strategy?.type === 'Recreate'
      ? 0
      : Math.max(shareOf(rolling?.maxUnavailable ?? '25%', wanted, 'down'), 0);
  const available = ready >= wanted - mayMiss;
  return stamped(deployment, nowMs, {
    type: 'Available',
    status: available ? 'True' : 'False',
    reason: available
      ? 'MinimumReplicasAvailable'
      : 'MinimumReplicasUnavailable',
    message: available
      ? 'Deployment has minimum availability.'
      : 'Deployment does not have minimum availability.',
  });
}

function progressingCondition(
  { deployment, current, nowMs }: Observation,
  complete: boolean,
  ready: number,
  updated: number,
): Condition {
  const name = current?.metadata.name ?? '';
  const previous = conditionOf(deployment, 'Progressing');
  if (
    complete ||
    (previous?.reason === 'NewReplicaSetAvailable' &&
      previous.message?.includes(name))
  ) {
    // A finished rollout stays finished when pods fail later.
    return stamped(deployment, nowMs, {
      type: 'Progressing',
      status: 'True',
      reason: 'NewReplicaSetAvailable',
      message: `ReplicaSet "${name}" has successfully progressed.`,
    });
  }
  const sameRollout = previous?.message?.includes(`"${name}"`);
  if (sameRollout && nowMs >= progressDeadlineMs(deployment)) {
    return stamped(deployment, nowMs, {
      type: 'Progressing',
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: `ReplicaSet "${name}" has timed out progressing.`,
    });
  }
  if (sameRollout && previous?.reason === 'ProgressDeadlineExceeded') {
    return previous;
  }
  const condition = stamped(deployment, nowMs, {
    type: 'Progressing',
    status: 'True',
    reason: 'ReplicaSetUpdated',
    message: `ReplicaSet "${name}" is progressing.`,
  });
  const progressed =
    !sameRollout ||
    ready > (deployment.status?.readyReplicas ?? 0) ||
    updated > (deployment.status?.updatedReplicas ?? 0);
  return progressed
    ? { ...condition, lastUpdateTime: formatTime(nowMs) }
    : condition;
}

/** When the present rollout is given up; Infinity when none is under way. */
export function progressDeadlineMs(deployment: KubeObject): number {
  const progressing = conditionOf(deployment, 'Progressing');
  if (progressing?.reason !== 'ReplicaSetUpdated') {
    return Infinity;
  }
  const seconds =
    deployment.spec.progressDeadlineSeconds ??
    DEFAULT_PROGRESS_DEADLINE_SECONDS;
  return Date.parse(String(progressing.lastUpdateTime)) + seconds * 1000;
}

function stamped(
  deployment: KubeObject,
  nowMs: number,
  condition: Condition,
): Condition {
  const previous = conditionOf(deployment, condition.type);
  const now = formatTime(nowMs);
  const same = previous?.status === condition.status;
  const unchanged =
    same &&
    previous?.reason === condition.reason &&
    previous.message === condition.message;
  return {
    type: condition.type,
    status: condition.status,
    lastUpdateTime: unchanged ? previous?.lastUpdateTime : now,
    lastTransitionTime: same ? previous?.lastTransitionTime : now,
    reason: condition.reason,
    message: condition.message,
  };
}
