import { logSignal } from '../__testUtils__/logSignal';
import { ruleTest } from '../__testUtils__/ruleTest';
import { SnapshotOptions } from '../__testUtils__/say';
import {
  NAMESPACE,
  dependency,
  subjectOf,
  workload,
} from '../__testUtils__/snapshot';
import { networkPolicyBlocks } from './networkPolicyBlocks';

const calls = (
  policies: object[],
  options: { failing?: boolean; unread?: boolean } = {},
): SnapshotOptions => {
  const { failing = true } = options;
  return {
    subject: subjectOf('cart', [dependency('redis', 'cart')]),
    kubernetes: [
      workload('cart'),
      workload('redis', {
        deployment: {
          template: {
            containers: [
              { name: 'app', ports: [{ name: 'redis', containerPort: 6379 }] },
            ],
          },
        },
      }),
      { networkPolicies: policies as never },
      options.unread ? { unread: [`${NAMESPACE}/networkPolicies`] } : {},
    ],
    logs: failing ? logSignal('timeout', 'redis') : {},
  };
};

const policy = (spec: object) => ({
  metadata: { name: 'walls', namespace: NAMESPACE },
  spec,
});

const named = (name: string) => ({
  matchLabels: { 'app.kubernetes.io/name': name },
});

const from = (...peers: object[]) =>
  policy({
    podSelector: named('redis'),
    policyTypes: ['Ingress'],
    ingress: [{ _from: peers, ports: [{ port: 6379 }] }],
  });

const BLOCKED = [
  'critical: NetworkPolicy walls in team-a-prod forbids calls from cart to redis',
  'network-policy 0.94: Calls from cart to redis do not get through because NetworkPolicy walls of team-a-prod does not allow them.',
];

ruleTest(networkPolicyBlocks, {
  sees: [
    [
      'a policy that lets in others only',
      calls([from({ podSelector: named('search') })]),
      BLOCKED,
    ],
    [
      'a policy for another port',
      calls([
        policy({
          podSelector: named('redis'),
          ingress: [{ ports: [{ port: 80 }] }],
        }),
      ]),
      BLOCKED,
    ],
    [
      'default deny',
      calls([policy({ podSelector: {}, policyTypes: ['Ingress'] })]),
      BLOCKED,
      // The cause lies with the policy, and the service that is not reached suffers.
      ({ object, affects }) => {
        expect(object).toMatchObject({ kind: 'NetworkPolicy', name: 'walls' });
        expect(affects).toMatchObject([{ kind: 'Deployment', name: 'redis' }]);
      },
    ],
    [
      'a caller that may not leave',
      calls([
        policy({
          podSelector: named('cart'),
          policyTypes: ['Egress'],
          egress: [{ to: [{ podSelector: named('search') }] }],
        }),
      ]),
      BLOCKED,
    ],
    [
      'a policy that lets in another namespace',
      calls([
        from({
          namespaceSelector: {
            matchLabels: { 'kubernetes.io/metadata.name': 'team-b-prod' },
          },
        }),
      ]),
      BLOCKED,
    ],
    [
      'an expression that leaves the caller out',
      calls([
        from({
          podSelector: {
            matchExpressions: [
              {
                key: 'app.kubernetes.io/name',
                operator: 'NotIn',
                values: ['cart'],
              },
            ],
          },
        }),
      ]),
      BLOCKED,
    ],
  ],
  isSilentOn: [
    [
      'calls that work',
      calls([policy({ podSelector: {}, policyTypes: ['Ingress'] })], {
        failing: false,
      }),
    ],
    [
      'a second policy that allows it',
      calls([
        policy({ podSelector: {}, policyTypes: ['Ingress'] }),
        from({ podSelector: named('cart') }),
      ]),
    ],
    [
      'everybody let in',
      calls([policy({ podSelector: named('redis'), ingress: [{}] })]),
    ],
    [
      'a port by its name',
      calls([
        policy({
          podSelector: named('redis'),
          ingress: [{ ports: [{ port: 'redis' }] }],
        }),
      ]),
    ],
    [
      'a range of ports',
      calls([
        policy({
          podSelector: named('redis'),
          ingress: [{ ports: [{ port: 6000, endPort: 7000 }] }],
        }),
      ]),
    ],
    [
      'addresses, which cannot be judged from here',
      calls([from({ ipBlock: { cidr: '10.0.0.0/8' } })]),
    ],
    [
      'a label of namespaces that nobody knows here',
      calls([from({ namespaceSelector: { matchLabels: { team: 'a' } } })]),
    ],
    [
      'a policy about other pods',
      calls([
        policy({ podSelector: named('search'), policyTypes: ['Ingress'] }),
      ]),
    ],
    [
      'policies of which not all could be read',
      calls([policy({ podSelector: {}, policyTypes: ['Ingress'] })], {
        unread: true,
      }),
    ],
  ],
});
