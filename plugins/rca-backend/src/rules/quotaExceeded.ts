import { quoteObject } from './quote';
import { refusalRule } from './refusals';

/** The namespace has used up its quota. @internal */
export const quotaExceeded = refusalRule({
  id: 'quota-exceeded',
  say({ name, match, culprit, snapshot, workload }) {
    const [, quota, requested, used, limited] = match;
    const { namespace } = workload.ref;
    const object = snapshot.index.facts.resourceQuotas.find(
      ({ metadata }) =>
        metadata?.namespace === namespace && metadata.name === quota,
    );
    return {
      title: `Quota ${quota} of ${namespace} has no room for pods of ${name}: ${requested} wanted, ${used} of ${limited} used`,
      cause: {
        category: 'quota-exceeded',
        weight: 0.97,
        selfSufficient: true,
        statement: `New pods of ${name} are refused because quota ${quota} of ${namespace} is used up (${requested} wanted, ${used} of ${limited} used)${culprit}.`,
        confirmBy: `Ask who uses the quota of ${namespace}, and whether it should be larger.`,
      },
      evidence: object
        ? [
            quoteObject(
              snapshot.index.ref('ResourceQuota', object.metadata),
              'api/v1/resourcequotas',
              {
                title: `ResourceQuota ${quota}`,
                excerpt: JSON.stringify({
                  hard: object.status?.hard,
                  used: object.status?.used,
                }),
              },
            ),
          ]
        : [],
    };
  },
});
