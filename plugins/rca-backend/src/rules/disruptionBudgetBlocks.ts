import { V1Pod } from '@kubernetes/client-node';
import { conditionOf } from '../lib/kubernetes';
import { selects } from '../lib/labelSelector';
import { put } from '../lib/put';
import { instantOf } from '../lib/time';
import { workloadsOfPods } from './nodes';
import { plural, quoteObject } from './quote';
import { Rule } from './types';

/**
 * A node shall be drained, and a disruption budget lets none of its pods go. No
 * fault of a service, but somebody waits for it. A budget that allows nothing
 * while nobody drains is a choice.
 * @internal
 */
export const disruptionBudgetBlocks: Rule = {
  id: 'disruption-budget-blocks',
  evaluate: ({ index }) => {
    const leaving = new Map<string, V1Pod[]>();
    for (const pod of index.facts.pods) {
      if (index.node(pod.spec?.nodeName)?.spec?.unschedulable) {
        const { namespace, labels = {} } = pod.metadata ?? {};
        for (const [key, value] of Object.entries(labels)) {
          put(leaving, `${namespace} ${key}=${value}`, pod);
        }
      }
    }
    return index.facts.disruptionBudgets.flatMap(
      ({ metadata, spec, status }) => {
        if (status?.disruptionsAllowed !== 0) {
          return [];
        }
        const labels = spec?.selector?.matchLabels;
        const [first] = Object.entries(labels ?? {});
        const pods = (
          (first && leaving.get(`${metadata?.namespace} ${first.join('=')}`)) ??
          []
        ).filter(pod => selects(labels, pod.metadata?.labels));
        if (pods.length === 0) {
          return [];
        }
        const nodes = [...new Set(pods.map(pod => pod.spec?.nodeName))].sort();
        const allowed = conditionOf(status.conditions, 'DisruptionAllowed');
        const object = index.ref('PodDisruptionBudget', metadata);
        return [
          {
            rule: disruptionBudgetBlocks.id,
            title: `PodDisruptionBudget ${metadata?.name} keeps ${plural(
              pods.length,
              'pod',
            )} on ${nodes.join(', ')}, which shall be drained (${
              status.currentHealthy
            } healthy, ${status.desiredHealthy} wanted)`,
            severity: 'info' as const,
            object,
            onset: instantOf(allowed?.lastTransitionTime),
            affects: workloadsOfPods(index, pods),
            evidence: [
              quoteObject(object, 'apis/policy/v1/poddisruptionbudgets', {
                title: `PodDisruptionBudget ${metadata?.name} allows no disruption`,
                excerpt: JSON.stringify({
                  minAvailable: spec?.minAvailable,
                  maxUnavailable: spec?.maxUnavailable,
                  expectedPods: status.expectedPods,
                  currentHealthy: status.currentHealthy,
                  desiredHealthy: status.desiredHealthy,
                }),
              }),
            ],
          },
        ];
      },
    );
  },
};
