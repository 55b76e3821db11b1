import { quoteObject } from './quote';
import { Rule } from './types';

/**
 * A NetworkPolicy protects nobody because its selector fits no pod. One that
 * selects all pods of its namespace is no mistake: so default deny is written.
 * @internal
 */
export const networkPolicySelectsNothing: Rule = {
  id: 'network-policy-selects-nothing',
  evaluate: ({ index }) =>
    index.facts.networkPolicies.flatMap(({ metadata, spec }) => {
      const { matchLabels = {}, matchExpressions } = spec?.podSelector ?? {};
      const pairs = Object.entries(matchLabels);
      if (
        pairs.length === 0 ||
        matchExpressions?.length ||
        !index.selectsNothing(metadata?.namespace ?? '', matchLabels)
      ) {
        return [];
      }
      const object = index.ref('NetworkPolicy', metadata);
      const labels = pairs.map(([key, value]) => `${key}=${value}`).join(',');
      return [
        {
          rule: networkPolicySelectsNothing.id,
          title: `NetworkPolicy ${metadata?.name} protects nobody: nothing in ${metadata?.namespace} is labelled ${labels}`,
          severity: 'info' as const,
          object,
          evidence: [
            quoteObject(object, 'apis/networking.k8s.io/v1/networkpolicies', {
              title: `NetworkPolicy ${metadata?.name} selects no pod`,
              excerpt: JSON.stringify(spec?.podSelector),
            }),
          ],
        },
      ];
    }),
};
