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

/**
 * What the API server says when it refuses a pod, by the rule that explains it.
 * @internal
 */
export const refusalPatterns = {
  /** `exceeded quota: compute, requested: cpu=2, used: cpu=9, limited: cpu=10`. */
  'quota-exceeded':
    /exceeded quota: ([^,\s]+), requested: (.+?), used: (.+?), limited: ([^\n]+)/,
  /**
   * `maximum memory usage per Container is 1Gi, but limit is 2Gi`, and that a quota
   * wants values which neither the pod nor a LimitRange gives.
   */
  'limit-range-violated':
    /((?:maximum|minimum) \S+ usage per \w+ is [^,]+, but (?:limit|request) is [^.\s,]+|\S+ max limit to request ratio per \w+ is [^,]+, but provided ratio is [\d.]+|failed quota: \S+ must specify [^\n]+)/,
  /** `violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (…), runAsNonRoot != true (…)`. */
  'pod-security-denied': /violates PodSecurity "([^"]+)": ([^\n]+)/,
  /** `failed calling webhook "x": …` of one that is down, and `admission webhook "x" denied the request: …`. */
  'admission-webhook-failing':
    /(?:(failed calling) webhook "([^"]+)": ([^\n]+)|admission webhook "([^"]+)" denied the request: ([^\n]+))/,
  /** `error looking up service account ns/name: serviceaccount "name" not found`. */
  'service-account-missing': /serviceaccount "([^"]+)" not found/i,
} as const;

/** Whether a rule of its own explains a refusal; what none knows is for the general one to tell. @internal */
export function isKnownRefusal(message: string): boolean {
  return Object.values(refusalPatterns).some(pattern => pattern.test(message));
}

/** A rule for refusals whose message has a certain shape. @internal */
export function refusalRule(options: {
  id: keyof typeof refusalPatterns;
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
    /** Whatever was rolled out would have been refused: undoing it mends nothing. */
    unrelated?: boolean;
  };
}): Rule {
  const { id, say } = options;
  const pattern = refusalPatterns[id];
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
        const { title, cause, evidence, unrelated } = say({
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
            cause: {
              ...cause,
              change: unrelated
                ? undefined
                : causeChange(changes, workload.ref),
            },
          },
        ];
      }),
  };
}
