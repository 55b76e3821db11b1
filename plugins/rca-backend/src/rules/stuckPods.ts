import { V1Pod } from '@kubernetes/client-node';
import { Workload } from '../engine/ClusterIndex';
import { isGone } from '../lib/kubernetes';
import { earliest, instantOf } from '../lib/time';
import { causeChange, changesBefore, PrecedingChanges } from './changesBefore';
import { MAX_QUOTES, share } from './quote';
import { Rule, RuleCause, RuleEvidence, RuleFinding, Snapshot } from './types';

/** A pod that a rule sees something wrong with. @internal */
export type StuckPod = {
  pod: V1Pod;
  /** What is wrong, in the words of Kubernetes. */
  text: string;
  evidence: RuleEvidence[];
  /** When it began; the pod's creation when nobody knows. */
  since?: string;
};

/** What a rule says about the pods of one workload. @internal */
export type StuckStatement = {
  title: string;
  severity?: RuleFinding['severity'];
  cause?: Omit<RuleCause, 'change'>;
};

/**
 * A rule that looks at each living pod and makes one finding of those of a
 * workload that it sees something in.
 * @internal
 */
export function stuckPodRule(options: {
  id: string;
  look(
    snapshot: Snapshot,
    pod: V1Pod,
    workload: Workload,
  ): Omit<StuckPod, 'pod'> | undefined;
  say(found: {
    name: string;
    /** `2 of 3 pods`. */
    who: string;
    text: string;
    changes: PrecedingChanges;
    workload: Workload;
    stuck: StuckPod[];
  }): StuckStatement;
}): Rule {
  const { id, look, say } = options;
  return {
    id,
    evaluate: snapshot =>
      snapshot.index.podOwners.flatMap(workload => {
        const pods = snapshot.index
          .podsOf(workload)
          .filter(pod => !isGone(pod));
        const stuck = pods.flatMap(pod => {
          const seen = look(snapshot, pod, workload);
          return seen ? [{ pod, ...seen }] : [];
        });
        if (stuck.length === 0) {
          return [];
        }
        const onset = earliest(
          ...stuck.map(
            ({ pod, since }) =>
              since ?? instantOf(pod.metadata?.creationTimestamp),
          ),
        );
        const changes = changesBefore(snapshot, workload, onset);
        const { cause, severity, title } = say({
          name: workload.ref.name,
          who: share(stuck.length, pods.length),
          text: stuck[0].text,
          changes,
          workload,
          stuck,
        });
        return [
          {
            rule: id,
            title,
            severity: severity ?? 'critical',
            object: workload.ref,
            onset,
            evidence: [
              ...stuck.slice(0, MAX_QUOTES).flatMap(item => item.evidence),
              ...changes.evidence,
            ],
            cause: cause && {
              ...cause,
              change: causeChange(changes, workload.ref),
            },
          },
        ];
      }),
  };
}
