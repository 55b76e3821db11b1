import { V1Pod } from '@kubernetes/client-node';
import { Workload } from '../engine/ClusterIndex';
import { conditionOf, isGone } from '../lib/kubernetes';
import { earliest, instantOf } from '../lib/time';
import {
  causeChange,
  changesBefore,
  describeCulprit,
  fieldsOf,
} from './changesBefore';
import { firstLine, MAX_QUOTES, quoteEvent, quotePod, share } from './quote';
import { Rule, RuleFinding, Snapshot } from './types';

/** Nodes that somebody set aside. */
const CORDONED = /node\(s\) were unschedulable/;

/** The scheduler finds no node for a pod. @internal */
export const podUnschedulable: Rule = {
  id: 'pod-unschedulable',
  evaluate(snapshot) {
    return snapshot.index.podOwners.flatMap(workload => {
      const pods = snapshot.index.podsOf(workload).filter(pod => !isGone(pod));
      const waiting = pods.filter(pod => schedulerMessage(pod) !== undefined);
      return waiting.length
        ? [describe(snapshot, workload, pods.length, waiting)]
        : [];
    });
  },
};

function schedulerMessage(pod: V1Pod): string | undefined {
  const condition = conditionOf(pod.status?.conditions, 'PodScheduled');
  return condition?.status === 'False' && condition.reason === 'Unschedulable'
    ? condition.message ?? 'Unschedulable'
    : undefined;
}

function describe(
  snapshot: Snapshot,
  workload: Workload,
  podCount: number,
  waiting: V1Pod[],
): RuleFinding {
  const { index } = snapshot;
  const { name } = workload.ref;
  const message = schedulerMessage(waiting[0]) ?? '';
  const onset = earliest(
    ...waiting.map(pod => instantOf(pod.metadata?.creationTimestamp)),
  );
  const changes = changesBefore(snapshot, workload, onset);
  // Cordoned nodes take no pod, whatever it asks for: undoing a change mends nothing.
  const cordoned =
    CORDONED.test(message) && !/insufficient|didn't match/i.test(message);
  const suspect =
    fieldsOf(changes, 'scheduling').at(-1) ??
    fieldsOf(changes, 'resources').find(({ path }) => /requests/.test(path)) ??
    fieldsOf(changes, 'resources').at(-1);
  return {
    rule: podUnschedulable.id,
    title: `No node can take ${share(
      waiting.length,
      podCount,
    )} of ${name}: ${firstLine(message, 240)}`,
    severity: 'critical',
    object: workload.ref,
    onset,
    evidence: [
      ...waiting.slice(0, MAX_QUOTES).map(pod =>
        quotePod(index, pod, {
          title: `Pod ${pod.metadata?.name} is unschedulable`,
          excerpt: `${schedulerMessage(pod)}\nrequests: ${JSON.stringify(
            (pod.spec?.containers ?? []).map(c => c.resources?.requests ?? {}),
          )}`,
          at: instantOf(pod.metadata?.creationTimestamp),
        }),
      ),
      ...waiting
        .flatMap(pod => index.eventsOf('Pod', pod.metadata))
        .filter(event => event.reason === 'FailedScheduling')
        .slice(-1)
        .map(event => quoteEvent(index, event)),
      ...changes.evidence,
    ],
    cause: {
      category: 'unschedulable',
      weight: 0.95,
      selfSufficient: true,
      statement: `Pods of ${name} find no node to run on (${firstLine(
        message,
      )})${describeCulprit(changes, suspect)}.`,
      confirmBy: cordoned
        ? `Ask who made the nodes unschedulable, and whether they are still needed so.`
        : `Compare what the pods of ${name} request with what the nodes have left.`,
      change: cordoned ? undefined : causeChange(changes, workload.ref),
    },
  };
}
