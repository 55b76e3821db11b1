import { V1Pod } from '@kubernetes/client-node';
import { describeSeconds, instantOf, secondsBetween } from '../lib/time';
import { MAX_QUOTES, quotePod, share } from './quote';
import { Rule } from './types';

/** So long after its deletion a pod may be there without anybody wondering. */
const GRACE_SECONDS = 300;

/**
 * Pods that were deleted and do not go: something holds a finalizer, or their
 * node does not answer. Nothing else is wrong with a service for that alone.
 * @internal
 */
export const podStuckTerminating: Rule = {
  id: 'pod-stuck-terminating',
  evaluate: ({ index, window }) =>
    index.podOwners.flatMap(owner => {
      const pods = index.podsOf(owner);
      const stuck = pods.filter(
        pod => overdueSeconds(pod, window.to) > GRACE_SECONDS,
      );
      if (stuck.length === 0) {
        return [];
      }
      const [first] = stuck;
      const finalizers = first.metadata?.finalizers ?? [];
      const why = finalizers.length
        ? `finalizer ${finalizers.join(', ')}`
        : `node ${first.spec?.nodeName ?? 'unknown'} does not confirm it`;
      return [
        {
          rule: podStuckTerminating.id,
          title: `Deleted pods do not go, ${share(
            stuck.length,
            pods.length,
          )} of ${owner.ref.name} for ${describeSeconds(
            Math.max(...stuck.map(pod => overdueSeconds(pod, window.to))),
          )} longer than they may: ${why}`,
          severity: 'info' as const,
          object: owner.ref,
          onset: instantOf(first.metadata?.deletionTimestamp),
          evidence: stuck.slice(0, MAX_QUOTES).map(pod =>
            quotePod(index, pod, {
              title: `Pod ${pod.metadata?.name} is being deleted`,
              excerpt: JSON.stringify({
                deletionTimestamp: pod.metadata?.deletionTimestamp,
                finalizers: pod.metadata?.finalizers ?? [],
                node: pod.spec?.nodeName,
              }),
              at: instantOf(pod.metadata?.deletionTimestamp),
            }),
          ),
        },
      ];
    }),
};

/** `deletionTimestamp` is when the pod should be gone, its grace period included. */
function overdueSeconds({ metadata }: V1Pod, now: Date): number {
  const due = instantOf(metadata?.deletionTimestamp);
  return secondsBetween(now.toISOString(), due) ?? 0;
}
