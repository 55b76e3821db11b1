import { quoteObject } from './quote';
import { Rule } from './types';

/** A PodDisruptionBudget protects nobody because its selector fits no pod. @internal */
export const disruptionBudgetSelectsNothing: Rule = {
  id: 'disruption-budget-selects-nothing',
  evaluate: ({ index }) =>
    index.facts.disruptionBudgets.flatMap(({ metadata, spec, status }) => {
      const { matchLabels = {}, matchExpressions } = spec?.selector ?? {};
      const pairs = Object.entries(matchLabels);
      if (
        pairs.length === 0 ||
        matchExpressions?.length ||
        status?.expectedPods !== 0 ||
        !index.selectsNothing(metadata?.namespace ?? '', matchLabels)
      ) {
        return [];
      }
      const object = index.ref('PodDisruptionBudget', metadata);
      const labels = pairs.map(([key, value]) => `${key}=${value}`).join(',');
      return [
        {
          rule: disruptionBudgetSelectsNothing.id,
          title: `PodDisruptionBudget ${metadata?.name} protects nobody: nothing in ${metadata?.namespace} is labelled ${labels}`,
          severity: 'info' as const,
          object,
          evidence: [
            quoteObject(object, 'apis/policy/v1/poddisruptionbudgets', {
              title: `PodDisruptionBudget ${metadata?.name} expects 0 pods`,
              excerpt: JSON.stringify(spec?.selector),
            }),
          ],
        },
      ];
    }),
};
