import { V2HorizontalPodAutoscaler } from '@kubernetes/client-node';
import { ClusterIndex } from '../engine/ClusterIndex';
import { conditionOf } from '../lib/kubernetes';
import { instantOf } from '../lib/time';
import { firstLine, quoteObject } from './quote';
import { Rule } from './types';

/** Kinds of which all objects are read, so that a missing one is missing. */
const LISTS = {
  Deployment: 'deployments',
  StatefulSet: 'statefulSets',
  ReplicaSet: 'replicaSets',
} as const;

/**
 * An autoscaler that does not know what to do: no metrics, no requests to
 * compare with, no target. It harms once load changes, so it is a warning on the
 * autoscaler, and alone no cause.
 * @internal
 */
export const autoscalerCannotScale: Rule = {
  id: 'autoscaler-cannot-scale',
  evaluate: ({ index }) =>
    index.facts.autoscalers.flatMap(autoscaler => {
      const { metadata, spec } = autoscaler;
      const problem = problemOf(index, autoscaler);
      if (!problem) {
        return [];
      }
      const object = index.ref('HorizontalPodAutoscaler', metadata);
      return [
        {
          rule: autoscalerCannotScale.id,
          title: `The autoscaler of ${spec?.scaleTargetRef.name} does not work: ${problem.text}`,
          severity: 'info' as const,
          object,
          onset: problem.since,
          evidence: [
            quoteObject(
              object,
              'apis/autoscaling/v2/horizontalpodautoscalers',
              {
                title: `HorizontalPodAutoscaler ${metadata?.name}`,
                excerpt: problem.excerpt,
                at: problem.since,
              },
            ),
          ],
        },
      ];
    }),
};

function problemOf(
  index: ClusterIndex,
  { metadata, spec, status }: V2HorizontalPodAutoscaler,
): { text: string; excerpt: string; since?: string } | undefined {
  const namespace = metadata?.namespace ?? '';
  const { kind, name } = spec?.scaleTargetRef ?? { kind: '', name: '' };
  const list = LISTS[kind as keyof typeof LISTS];
  const exists =
    !list ||
    !index.wasRead(list, namespace) ||
    index.facts[list].some(
      item =>
        item.metadata?.namespace === namespace && item.metadata.name === name,
    );
  if (!exists) {
    return {
      text: `${kind} ${name} does not exist`,
      excerpt: JSON.stringify(spec?.scaleTargetRef),
    };
  }
  for (const type of ['AbleToScale', 'ScalingActive']) {
    const condition = conditionOf(status?.conditions, type);
    // A target of zero replicas is switched off on purpose.
    if (
      condition?.status === 'False' &&
      condition.reason !== 'ScalingDisabled'
    ) {
      return {
        text: firstLine(`${condition.reason}: ${condition.message}`, 240),
        excerpt: condition.message ?? '',
        since: instantOf(condition.lastTransitionTime),
      };
    }
  }
  return undefined;
}
