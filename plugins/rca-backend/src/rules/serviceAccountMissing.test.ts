import { LIMIT, refused } from '../__testUtils__/refused';
import { ruleTest } from '../__testUtils__/ruleTest';
import { serviceAccountMissing } from './serviceAccountMissing';

const ACCOUNT =
  'pods "cart-2-" is forbidden: error looking up service account team-a-prod/cart: serviceaccount "cart" not found';

ruleTest(serviceAccountMissing, {
  sees: [
    [
      'an account that is not there',
      refused(ACCOUNT),
      [
        'critical: ServiceAccount cart of cart does not exist in team-a-prod',
        'missing-config 0.97: New pods of cart are refused because their ServiceAccount cart does not exist.',
      ],
    ],
  ],
  isSilentOn: [['another refusal', refused(LIMIT)]],
});
