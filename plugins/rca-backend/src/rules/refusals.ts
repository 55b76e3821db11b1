import { CoreV1Event, V1Deployment } from '@kubernetes/client-node';
import { Workload } from '../engine/ClusterIndex';
import {
  conditionOf,
  eventFirstInstant,
  eventInstant,
} from '../lib/kubernetes';
import { earliest, instantOf } from '../lib/time';
import {
  causeChange,
  changesBefore,
  describeCulprit,
  PrecedingChanges,
} from './changesBefore';
import { MAX_QUOTES, quoteEvent, quoteWorkload } from './quote';
import { Rule, RuleCause, RuleEvidence, Snapshot } from './types';

/** The API server did not let a controller create a pod. @internal */
export type Refusal = { message: string; at?: string; evidence: RuleEvidence };

/**
 * Why pods of a workload that lacks some were not created, the newest last. Any
 * recent event counts and not only the latest: others may have come since.
 * @internal
 */
export function refusalsOf(snapshot: Snapshot, workload: Workload): Refusal[] {
  const { index, window } = snapshot;
  if (workload.availableReplicas >= workload.desiredReplicas) {
    return [];
  }
  const condition = conditionOf(
    (workload.object as V1Deployment).status?.conditions,
    'ReplicaFailure',
  );
  const events: CoreV1Event[] = [
    ...index.eventsOf(workload.ref.kind, workload.object.metadata),
    ...index
      .replicaSetsOf(workload)
      .slice(-1)
      .flatMap(({ metadata }) => index.eventsOf('ReplicaSet', metadata)),
  ].filter(
    event =>
      event.reason === 'FailedCreate' &&
      Date.parse(eventInstant(event) ?? '') >= window.from.getTime(),
  );
  return [
    ...(condition?.status === 'True'
      ? [
          {
            message: condition.message ?? '',
            at: instantOf(condition.lastTransitionTime),
            evidence: quoteWorkload(workload, {
              title: `${workload.ref.kind} ${workload.ref.name}: ${condition.reason}`,
              excerpt: condition.message ?? '',
              at: instantOf(condition.lastTransitionTime),
            }),
          },
        ]
      : []),
    ...events.map(event => ({
      message: event.message ?? '',
      at: eventFirstInstant(event),
      evidence: quoteEvent(index, event),
    })),
  ];
}

/** Patterns of the rules below: what none of them knows is for the general one to tell. */
const known: RegExp[] = [];

/** Whether a rule of its own explains a refusal. @internal */
export function isKnownRefusal(message: string): boolean {
  return known.some(pattern => pattern.test(message));
}

/** A rule for refusals whose message has a certain shape. @internal */
export function refusalRule(options: {
  id: string;
  pattern: RegExp;
  say(found: {
    name: string;
    match: RegExpExecArray;
    /** ` after the rollout of revision 2`, or nothing. */
    culprit: string;
    changes: PrecedingChanges;
    snapshot: Snapshot;
    workload: Workload;
  }): {
    title: string;
    cause: Omit<RuleCause, 'change'>;
    evidence?: RuleEvidence[];
  };
}): Rule {
  const { id, pattern, say } = options;
  known.push(pattern);
  return {
    id,
    evaluate: snapshot =>
      snapshot.index.workloads.flatMap(workload => {
        const refusals = refusalsOf(snapshot, workload).filter(({ message }) =>
          pattern.test(message),
        );
        const match = pattern.exec(refusals.at(-1)?.message ?? '');
        if (!match) {
          return [];
        }
        const onset = earliest(...refusals.map(({ at }) => at));
        const changes = changesBefore(snapshot, workload, onset);
        const { title, cause, evidence } = say({
          name: workload.ref.name,
          match,
          culprit: describeCulprit(changes, undefined),
          changes,
          snapshot,
          workload,
        });
        return [
          {
            rule: id,
            title,
            severity: 'critical' as const,
            object: workload.ref,
            onset,
            evidence: [
              ...refusals.slice(-MAX_QUOTES).map(item => item.evidence),
              ...(evidence ?? []),
              ...changes.evidence,
            ],
            cause: { ...cause, change: causeChange(changes, workload.ref) },
          },
        ];
      }),
  };
}
