import { ruleTest } from '../__testUtils__/ruleTest';
import { NAMESPACE, workload } from '../__testUtils__/snapshot';
import { SnapshotOptions } from '../__testUtils__/say';
import { networkPolicySelectsNothing } from './networkPolicySelectsNothing';

const policy = (podSelector: object, facts: object = {}): SnapshotOptions => ({
  kubernetes: [
    workload('cart'),
    {
      networkPolicies: [
        {
          metadata: { name: 'walls', namespace: NAMESPACE },
          spec: { podSelector },
        },
      ],
    },
    facts,
  ],
});
const named = (name: string) => ({
  matchLabels: { 'app.kubernetes.io/name': name },
});

ruleTest(networkPolicySelectsNothing, {
  sees: [
    [
      'a selector that fits nobody',
      policy(named('crat')),
      [
        'info: NetworkPolicy walls protects nobody: nothing in team-a-prod is labelled app.kubernetes.io/name=crat',
      ],
    ],
    [
      'two labels of which nobody has both',
      policy({
        matchLabels: { 'app.kubernetes.io/name': 'cart', tier: 'front' },
      }),
      [
        'info: NetworkPolicy walls protects nobody: nothing in team-a-prod is labelled app.kubernetes.io/name=cart,tier=front',
      ],
    ],
  ],
  isSilentOn: [
    ['a policy of a workload', policy(named('cart'))],
    ['a policy of everybody, such as default deny', policy({})],
    [
      'expressions, which are not judged',
      policy({
        ...named('crat'),
        matchExpressions: [{ key: 'x', operator: 'Exists' }],
      }),
    ],
    [
      'pods that could not be listed',
      policy(named('crat'), { unread: [`${NAMESPACE}/pods`] }),
    ],
  ],
});
