import { LIMIT, QUOTA, refused, refusedBy } from '../__testUtils__/refused';
import { ruleTest } from '../__testUtils__/ruleTest';
import { NAMESPACE, rollout } from '../__testUtils__/snapshot';
import { quotaExceeded } from './quotaExceeded';

ruleTest(quotaExceeded, {
  sees: [
    [
      'a namespace that is full, after a rollout, although another event came after',
      {
        ...refused(QUOTA, {
          later: true,
          facts: {
            resourceQuotas: [
              { metadata: { name: 'compute', namespace: NAMESPACE } },
            ],
          },
        }),
        changes: { rollouts: [rollout('cart')] },
      },
      [
        'critical: Quota compute of team-a-prod has no room for pods of cart: limits.cpu=2 wanted, limits.cpu=9 of limits.cpu=10 used',
        'quota-exceeded 0.97: New pods of cart are refused because quota compute of team-a-prod is used up (limits.cpu=2 wanted, limits.cpu=9 of limits.cpu=10 used) after the rollout of revision 2.',
      ],
    ],
    [
      'the condition of the Deployment alone',
      refusedBy(QUOTA),
      [
        'critical: Quota compute of team-a-prod has no room for pods of cart: limits.cpu=2 wanted, limits.cpu=9 of limits.cpu=10 used',
        'quota-exceeded 0.97: New pods of cart are refused because quota compute of team-a-prod is used up (limits.cpu=2 wanted, limits.cpu=9 of limits.cpu=10 used).',
      ],
    ],
  ],
  isSilentOn: [
    ['all pods that are wanted', refused(QUOTA, { available: 2 })],
    ['a refusal of last week', refused(QUOTA, { at: -9_000 })],
    ['a refusal of an earlier revision', refused(QUOTA, { set: 'cart-1' })],
    ['another refusal', refused(LIMIT)],
  ],
});
