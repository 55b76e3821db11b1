import { quoteObject } from './quote';
import { refusalRule } from './refusals';

/** Pods ask for more or less than the namespace allows one to. @internal */
export const limitRangeViolated = refusalRule({
  id: 'limit-range-violated',
  say({ name, match, culprit, snapshot, workload }) {
    const { namespace } = workload.ref;
    const ranges = snapshot.index.facts.limitRanges.filter(
      ({ metadata }) => metadata?.namespace === namespace,
    );
    return {
      title: `Pods of ${name} ask for what ${namespace} does not allow: ${match[1]}`,
      cause: {
        category: 'quota-exceeded',
        weight: 0.97,
        selfSufficient: true,
        statement: `New pods of ${name} are refused because their requests or limits are outside what ${namespace} allows (${match[1]})${culprit}.`,
        confirmBy: `Compare the resources of ${name} with the LimitRanges and quotas of ${namespace}.`,
      },
      evidence: ranges.slice(0, 2).map(range =>
        quoteObject(
          snapshot.index.ref('LimitRange', range.metadata),
          'api/v1/limitranges',
          {
            title: `LimitRange ${range.metadata?.name}`,
            excerpt: JSON.stringify(range.spec?.limits ?? []),
          },
        ),
      ),
    };
  },
});
