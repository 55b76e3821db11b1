import { DENIED, QUOTA, refused } from '../__testUtils__/refused';
import { ruleTest } from '../__testUtils__/ruleTest';
import { admissionWebhookFailing } from './admissionWebhookFailing';

const DOWN =
  'Internal error occurred: failed calling webhook "policy.acme.io": failed to call webhook: Post "https://policy.acme.svc:443/": no endpoints available for service "policy"';

ruleTest(admissionWebhookFailing, {
  sees: [
    [
      'a webhook that is down',
      refused(DOWN),
      [
        'critical: Admission webhook policy.acme.io does not work, so pods of cart are refused: failed to call webhook: Post "https://policy.acme.svc:443/": no endpoints available for service "policy"',
        'admission-denied 0.95: New pods of cart are refused because the admission webhook policy.acme.io does not answer (failed to call webhook: Post "https://policy.acme.svc:443/": no endpoints available for service "policy").',
      ],
    ],
    [
      'a webhook that says no',
      refused(DENIED),
      [
        'critical: Admission webhook policy.acme.io refuses pods of cart: images must be signed',
        'admission-denied 0.95: New pods of cart are refused by the admission webhook policy.acme.io (images must be signed).',
      ],
    ],
  ],
  isSilentOn: [['another refusal', refused(QUOTA)]],
});
