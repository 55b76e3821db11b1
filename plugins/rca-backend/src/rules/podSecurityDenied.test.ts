import { DENIED, refused } from '../__testUtils__/refused';
import { ruleTest } from '../__testUtils__/ruleTest';
import { podSecurityDenied } from './podSecurityDenied';

const SECURITY =
  'pods "cart-2-x" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "app" must set securityContext.allowPrivilegeEscalation=false), runAsNonRoot != true (pod or container "app" must set securityContext.runAsNonRoot=true)';

ruleTest(podSecurityDenied, {
  sees: [
    [
      'pods that break the level of the namespace',
      refused(SECURITY),
      [
        'critical: Pod security level restricted:latest of team-a-prod forbids pods of cart: allowPrivilegeEscalation != false, runAsNonRoot != true',
        'admission-denied 0.97: New pods of cart are refused because they break the pod security level restricted:latest of team-a-prod (allowPrivilegeEscalation != false, runAsNonRoot != true).',
      ],
    ],
  ],
  isSilentOn: [
    ['a warning that let the pods in', refused(SECURITY, { available: 2 })],
    ['another refusal', refused(DENIED)],
  ],
});
