import { LIMIT, QUOTA, refused } from '../__testUtils__/refused';
import { ruleTest } from '../__testUtils__/ruleTest';
import { NAMESPACE } from '../__testUtils__/snapshot';
import { limitRangeViolated } from './limitRangeViolated';

ruleTest(limitRangeViolated, {
  sees: [
    [
      'a container that may not be so large',
      refused(LIMIT, {
        facts: {
          limitRanges: [{ metadata: { name: 'sizes', namespace: NAMESPACE } }],
        },
      }),
      [
        'critical: Pods of cart ask for what team-a-prod does not allow: maximum memory usage per Container is 1Gi, but limit is 2Gi',
        'quota-exceeded 0.97: New pods of cart are refused because their requests or limits are outside what team-a-prod allows (maximum memory usage per Container is 1Gi, but limit is 2Gi).',
      ],
    ],
    [
      'a quota that wants limits, and none are set',
      refused(
        'pods "x" is forbidden: failed quota: compute: must specify limits.cpu for: app',
      ),
      [
        'critical: Pods of cart ask for what team-a-prod does not allow: failed quota: compute: must specify limits.cpu for: app',
        'quota-exceeded 0.97: New pods of cart are refused because their requests or limits are outside what team-a-prod allows (failed quota: compute: must specify limits.cpu for: app).',
      ],
    ],
  ],
  isSilentOn: [['a full quota', refused(QUOTA)]],
});
