import { conditionOf } from '../lib/kubernetes';
import { quotePod } from './quote';
import { stuckPodRule } from './stuckPods';

/** A pod waits for a gate that some controller has to lift. @internal */
export const podSchedulingGated = stuckPodRule({
  id: 'pod-scheduling-gated',
  look({ index }, pod) {
    const condition = conditionOf(pod.status?.conditions, 'PodScheduled');
    if (
      condition?.status !== 'False' ||
      condition.reason !== 'SchedulingGated'
    ) {
      return undefined;
    }
    const gates = (pod.spec?.schedulingGates ?? []).map(({ name }) => name);
    return {
      text: gates.sort().join(', ') || 'a scheduling gate',
      evidence: [
        quotePod(index, pod, {
          title: `Pod ${pod.metadata?.name} is not scheduled before its gates are lifted`,
          excerpt: condition.message ?? gates.join(', '),
        }),
      ],
    };
  },
  say: ({ name, who, text }) => ({
    title: `A gate (${text}) keeps ${who} of ${name} from being scheduled`,
    cause: {
      category: 'unschedulable',
      weight: 0.9,
      selfSufficient: true,
      statement: `Pods of ${name} are not scheduled because nobody lifted their gate (${text}).`,
      confirmBy: `Find the controller that owns ${text} and see why it holds the pods.`,
    },
  }),
});
