import { conditionOf } from '../lib/kubernetes';
import { instantOf } from '../lib/time';
import { metricsOf } from './metricSignals';
import { Rule } from './types';

/**
 * The autoscaler would add pods and may not. Alone that is a fact, not a fault;
 * when its service does not cope, it is why nobody comes to help.
 * @internal
 */
export const autoscalerAtMaximum: Rule = {
  id: 'autoscaler-at-maximum',
  evaluate(snapshot) {
    const { index, graph } = snapshot;
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
      const struggles =
        target !== undefined &&
        metricsOf(snapshot, graph.nodeOfWorkload(target))?.state ===
          'anomalous';
      return [
        {
          rule: 'autoscaler-at-maximum',
          title: `The autoscaler of ${spec?.scaleTargetRef.name} is at its maximum of ${spec?.maxReplicas} replicas`,
          severity: struggles ? 'warning' : 'info',
          // Beside what else is known of the workload, when it is about its trouble.
          object: struggles ? target.ref : object,
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
          cause: struggles
            ? {
                category: 'cpu-saturation',
                weight: 0.6,
                selfSufficient: false,
                statement: `${target.ref.name} does not cope, and its autoscaler may not add pods beyond ${spec?.maxReplicas}.`,
                confirmBy: `Compare the load of ${target.ref.name} with what ${spec?.maxReplicas} pods can do.`,
              }
            : undefined,
        },
      ];
    });
  },
};
