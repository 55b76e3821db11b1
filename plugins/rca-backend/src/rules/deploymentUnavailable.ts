import { V1Deployment } from '@kubernetes/client-node';
import { Workload } from '../engine/ClusterIndex';
import { conditionOf, isGone, isReady } from '../lib/kubernetes';
import { earliest, instantOf, secondsBetween } from '../lib/time';
import { quoteWorkload } from './quote';
import { isKnownRefusal } from './refusals';
import { Rule, RuleFinding, Snapshot } from './types';

/** A rollout may leave replicas unavailable for this long before it is worth a word. */
const GRACE_SECONDS = 90;

/**
 * Fewer replicas than wanted, or a rollout that does not get on: what people
 * notice. Why is for other rules to say, except where the API server refuses pods.
 * @internal
 */
export const deploymentUnavailable: Rule = {
  id: 'deployment-unavailable',
  evaluate(snapshot) {
    return snapshot.index.workloads.flatMap(workload =>
      describe(snapshot, workload),
    );
  },
};

function describe(snapshot: Snapshot, workload: Workload): RuleFinding[] {
  const { name } = workload.ref;
  const { desiredReplicas: desired, availableReplicas: available } = workload;
  const conditions = (workload.object as V1Deployment).status?.conditions;
  const progressing = conditionOf(conditions, 'Progressing');
  const availability = conditionOf(conditions, 'Available');
  const refused = conditionOf(conditions, 'ReplicaFailure');
  const stuck = progressing?.reason === 'ProgressDeadlineExceeded';
  const missing = available < desired;
  const since =
    instantOf(
      (availability?.status === 'False' ? availability : progressing)
        ?.lastTransitionTime,
    ) ?? unreadySince(snapshot, workload);
  const age = secondsBetween(snapshot.window.to.toISOString(), since);
  const lasting =
    stuck || refused !== undefined || (age ?? Infinity) >= GRACE_SECONDS;
  if (!(missing || stuck) || !lasting) {
    return [];
  }
  const none = availability?.status === 'False' || available === 0;
  const shown = [progressing, availability, refused]
    .filter(condition => condition !== undefined)
    .map(
      ({ type, status, reason, message }) =>
        `${type}=${status} ${reason}: ${message}`,
    )
    .join('\n');
  const unexplained =
    refused && !isKnownRefusal(refused.message ?? '') ? refused : undefined;
  return [
    {
      rule: deploymentUnavailable.id,
      title: `${available} of ${desired} replicas of ${name} are available${
        stuck ? ', and its rollout does not get on' : ''
      }`,
      severity: none ? 'critical' : 'warning',
      object: workload.ref,
      onset: missing && availability?.status === 'False' ? since : undefined,
      evidence: [
        quoteWorkload(workload, {
          title: `${workload.ref.kind} ${name}: ${available} of ${desired} available`,
          excerpt: shown || 'no conditions',
          at: since,
        }),
      ],
      cause: unexplained && {
        category: 'other',
        weight: 0.85,
        selfSufficient: true,
        statement: `The API server refuses new pods of ${name}: ${unexplained.message}.`,
        confirmBy: `Read the quota and the pod security settings of ${workload.ref.namespace}.`,
      },
    },
  ];
}

/** Only Deployments have conditions; of the others the pods tell. */
function unreadySince(
  { index }: Snapshot,
  workload: Workload,
): string | undefined {
  return earliest(
    ...index
      .podsOf(workload)
      .filter(pod => !isGone(pod) && !isReady(pod))
      .map(
        pod =>
          instantOf(
            conditionOf(pod.status?.conditions, 'Ready')?.lastTransitionTime,
          ) ?? instantOf(pod.metadata?.creationTimestamp),
      ),
  );
}
