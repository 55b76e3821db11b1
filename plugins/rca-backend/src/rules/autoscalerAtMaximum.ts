import { conditionOf } from '../lib/kubernetes';
import { instantOf } from '../lib/time';
import { Rule } from './types';

/** The autoscaler would add pods and may not. Alone that is a fact, not a fault. @internal */
export const autoscalerAtMaximum: Rule = {
  id: 'autoscaler-at-maximum',
  evaluate({ index }) {
    return index.facts.autoscalers.flatMap(({ metadata, spec, status }) => {
      const limited = conditionOf(status?.conditions, 'ScalingLimited');
      const atMaximum =
        limited?.status === 'True' && limited.reason === 'TooManyReplicas';
      if (!atMaximum) {
        return [];
      }
      const object = index.ref('HorizontalPodAutoscaler', metadata);
      const onset = instantOf(limited.lastTransitionTime);
      const target = index.workloads.find(
        workload =>
          workload.ref.namespace === metadata?.namespace &&
          workload.ref.kind === spec?.scaleTargetRef.kind &&
          workload.ref.name === spec?.scaleTargetRef.name,
      );
      return [
        {
          rule: 'autoscaler-at-maximum',
          title: `The autoscaler of ${spec?.scaleTargetRef.name} is at its maximum of ${spec?.maxReplicas} replicas`,
          severity: 'info',
          object,
          onset,
          affects: target && [target.ref],
          evidence: [
            {
              source: 'kubernetes',
              title: `HorizontalPodAutoscaler ${metadata?.name}: ScalingLimited`,
              object,
              at: onset,
              query: `/apis/autoscaling/v2/namespaces/${metadata?.namespace}/horizontalpodautoscalers/${metadata?.name}`,
              excerpt: limited.message,
            },
          ],
        },
      ];
    });
  },
};
