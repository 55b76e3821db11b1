import { conditionOf } from '../lib/kubernetes';
import { instantOf } from '../lib/time';
import { firstLine, quoteObject } from './quote';
import { Rule } from './types';

/**
 * A Job gave up. One that failed before and then completed has not, and one that
 * somebody suspended waits for them.
 * @internal
 */
export const jobFailed: Rule = {
  id: 'job-failed',
  evaluate: ({ index, window }) =>
    index.facts.jobs.flatMap(({ metadata, spec, status }) => {
      const failed = conditionOf(status?.conditions, 'Failed');
      const at = instantOf(failed?.lastTransitionTime);
      const recent =
        at !== undefined && Date.parse(at) >= window.from.getTime();
      const gaveUp = failed?.status === 'True' && recent;
      if (!gaveUp && spec?.suspend !== true) {
        return [];
      }
      const object = index.ref('Job', metadata);
      const why = gaveUp
        ? firstLine(`${failed.reason}: ${failed.message}`, 240)
        : 'it is suspended';
      return [
        {
          rule: jobFailed.id,
          title: gaveUp
            ? `Job ${metadata?.name} failed after ${
                status?.failed ?? 0
              } attempts: ${why}`
            : `Job ${metadata?.name} does not run: ${why}`,
          severity: gaveUp ? ('warning' as const) : ('info' as const),
          object,
          onset: at,
          evidence: [
            quoteObject(object, 'apis/batch/v1/jobs', {
              title: `Job ${metadata?.name}`,
              excerpt: JSON.stringify({
                failed: status?.failed,
                succeeded: status?.succeeded,
                backoffLimit: spec?.backoffLimit,
                suspend: spec?.suspend,
              }),
              at,
            }),
          ],
        },
      ];
    }),
};
