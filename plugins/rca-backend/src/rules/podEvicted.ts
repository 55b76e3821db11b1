import { instantOf } from '../lib/time';
import { conditionOf } from '../lib/kubernetes';
import { firstLine, quotePod } from './quote';
import { stuckPodRule } from './stuckPods';

/** A node threw a pod out for want of memory, disk or process ids, or it made room for others. @internal */
export const podEvicted = stuckPodRule({
  id: 'pod-evicted',
  look({ index, window }, pod) {
    const { reason, message, phase } = pod.status ?? {};
    const target = conditionOf(pod.status?.conditions, 'DisruptionTarget');
    const preempted =
      target?.status === 'True' && target.reason === 'PreemptionByScheduler';
    const at =
      instantOf(target?.lastTransitionTime) ??
      instantOf(pod.status?.startTime) ??
      instantOf(pod.metadata?.creationTimestamp);
    // Evicted pods lie around for days: old ones tell nothing about now.
    if (
      !((reason === 'Evicted' && phase === 'Failed') || preempted) ||
      !at ||
      Date.parse(at) < window.from.getTime()
    ) {
      return undefined;
    }
    const text = firstLine(
      (preempted ? target.message : message) ?? 'no reason is given',
    );
    return {
      text,
      since: at,
      evidence: [
        quotePod(index, pod, {
          title: `Pod ${pod.metadata?.name} was ${
            preempted ? 'preempted' : 'evicted'
          }${pod.spec?.nodeName ? ` from ${pod.spec.nodeName}` : ''}`,
          excerpt: text,
          at,
        }),
      ],
    };
  },
  say: ({ name, who, text, workload }) => {
    const short = workload.availableReplicas < workload.desiredReplicas;
    return {
      title: `A node got rid of ${who} of ${name}: ${text}`,
      severity: short ? 'critical' : 'info',
      cause: short
        ? {
            category: 'node-failure',
            weight: 0.8,
            selfSufficient: true,
            statement: `Pods of ${name} were thrown off their node (${text}), and not all are back.`,
            confirmBy: `Compare what ${name} uses with what it requests.`,
          }
        : undefined,
    };
  },
});
