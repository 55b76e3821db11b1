import {
  event,
  minute,
  NAMESPACE,
  replicaSet,
  rollout,
  workload,
} from '../__testUtils__/snapshot';
import { RuleCase, say, SnapshotOptions } from '../__testUtils__/say';
import { admissionWebhookFailing } from './admissionWebhookFailing';
import { deploymentUnavailable } from './deploymentUnavailable';
import { limitRangeViolated } from './limitRangeViolated';
import { podSecurityDenied } from './podSecurityDenied';
import { quotaExceeded } from './quotaExceeded';
import { serviceAccountMissing } from './serviceAccountMissing';

/** The API server refuses pods of cart with this message. */
const refused = (
  message: string,
  options: {
    available?: number;
    at?: number;
    set?: string;
    later?: boolean;
    facts?: object;
  } = {},
): SnapshotOptions => ({
  kubernetes: [
    workload('cart', {
      deployment: { replicas: 2, available: options.available ?? 1 },
      replicaSets: [replicaSet('cart', 1), replicaSet('cart', 2, { at: 50 })],
      events: [
        event(
          'ReplicaSet',
          options.set ?? 'cart-2',
          'FailedCreate',
          `Error creating: ${message}`,
          { at: options.at ?? 51 },
        ),
        ...(options.later
          ? [
              event('ReplicaSet', 'cart-2', 'SuccessfulCreate', 'Created pod', {
                at: 58,
                type: 'Normal',
              }),
            ]
          : []),
      ],
    }),
    options.facts ?? {},
  ],
});
/** The same, as the condition of a Deployment. */
const condition = (message: string): SnapshotOptions => ({
  kubernetes: [
    workload('cart', {
      deployment: {
        replicas: 2,
        available: 1,
        status: {
          conditions: [
            {
              type: 'ReplicaFailure',
              status: 'True',
              reason: 'FailedCreate',
              message,
              lastTransitionTime: new Date(minute(51)),
            },
          ],
        },
      },
    }),
  ],
});

const QUOTA =
  'pods "cart-2-x" is forbidden: exceeded quota: compute, requested: limits.cpu=2, used: limits.cpu=9, limited: limits.cpu=10';
const LIMIT =
  'pods "cart-2-x" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi';
const SECURITY =
  'pods "cart-2-x" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "app" must set securityContext.allowPrivilegeEscalation=false), runAsNonRoot != true (pod or container "app" must set securityContext.runAsNonRoot=true)';
const DOWN =
  'Internal error occurred: failed calling webhook "policy.acme.io": failed to call webhook: Post "https://policy.acme.svc:443/": no endpoints available for service "policy"';
const DENIED =
  'admission webhook "policy.acme.io" denied the request: images must be signed';
const ACCOUNT =
  'pods "cart-2-" is forbidden: error looking up service account team-a-prod/cart: serviceaccount "cart" not found';

const cases: RuleCase[] = [
  [
    quotaExceeded,
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
    quotaExceeded,
    'the condition of the Deployment alone',
    condition(QUOTA),
    [
      'critical: Quota compute of team-a-prod has no room for pods of cart: limits.cpu=2 wanted, limits.cpu=9 of limits.cpu=10 used',
      'quota-exceeded 0.97: New pods of cart are refused because quota compute of team-a-prod is used up (limits.cpu=2 wanted, limits.cpu=9 of limits.cpu=10 used).',
    ],
  ],
  [
    quotaExceeded,
    'all pods that are wanted',
    refused(QUOTA, { available: 2 }),
    [],
  ],
  [quotaExceeded, 'a refusal of last week', refused(QUOTA, { at: -9_000 }), []],
  [
    quotaExceeded,
    'a refusal of an earlier revision',
    refused(QUOTA, { set: 'cart-1' }),
    [],
  ],
  [quotaExceeded, 'another refusal', refused(LIMIT), []],
  [
    limitRangeViolated,
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
    limitRangeViolated,
    'a quota that wants limits, and none are set',
    refused(
      'pods "x" is forbidden: failed quota: compute: must specify limits.cpu for: app',
    ),
    [
      'critical: Pods of cart ask for what team-a-prod does not allow: failed quota: compute: must specify limits.cpu for: app',
      'quota-exceeded 0.97: New pods of cart are refused because their requests or limits are outside what team-a-prod allows (failed quota: compute: must specify limits.cpu for: app).',
    ],
  ],
  [limitRangeViolated, 'a full quota', refused(QUOTA), []],
  [
    podSecurityDenied,
    'pods that break the level of the namespace',
    refused(SECURITY),
    [
      'critical: Pod security level restricted:latest of team-a-prod forbids pods of cart: allowPrivilegeEscalation != false, runAsNonRoot != true',
      'admission-denied 0.97: New pods of cart are refused because they break the pod security level restricted:latest of team-a-prod (allowPrivilegeEscalation != false, runAsNonRoot != true).',
    ],
  ],
  [
    podSecurityDenied,
    'a warning that let the pods in',
    refused(SECURITY, { available: 2 }),
    [],
  ],
  [podSecurityDenied, 'another refusal', refused(DENIED), []],
  [
    admissionWebhookFailing,
    'a webhook that is down',
    refused(DOWN),
    [
      'critical: Admission webhook policy.acme.io does not work, so pods of cart are refused: failed to call webhook: Post "https://policy.acme.svc:443/": no endpoints available for service "policy"',
      'admission-denied 0.95: New pods of cart are refused because the admission webhook policy.acme.io does not answer (failed to call webhook: Post "https://policy.acme.svc:443/": no endpoints available for service "policy").',
    ],
  ],
  [
    admissionWebhookFailing,
    'a webhook that says no',
    refused(DENIED),
    [
      'critical: Admission webhook policy.acme.io refuses pods of cart: images must be signed',
      'admission-denied 0.95: New pods of cart are refused by the admission webhook policy.acme.io (images must be signed).',
    ],
  ],
  [admissionWebhookFailing, 'another refusal', refused(QUOTA), []],
  [
    serviceAccountMissing,
    'an account that is not there',
    refused(ACCOUNT),
    [
      'critical: ServiceAccount cart of cart does not exist in team-a-prod',
      'missing-config 0.97: New pods of cart are refused because their ServiceAccount cart does not exist.',
    ],
  ],
  [serviceAccountMissing, 'another refusal', refused(LIMIT), []],
  // What has a rule of its own is no cause here; what has none is.
  [
    deploymentUnavailable,
    'a refusal that another rule explains',
    condition(QUOTA),
    ['warning: 1 of 2 replicas of cart are available'],
  ],
  [
    deploymentUnavailable,
    'a refusal that nobody knows',
    condition('pods "x" is forbidden: the moon is full'),
    [
      'warning: 1 of 2 replicas of cart are available',
      'other 0.85: The API server refuses new pods of cart: pods "x" is forbidden: the moon is full.',
    ],
  ],
];

describe('rules about pods that are refused', () => {
  it.each(
    cases.map(
      ([rule, name, options, says]) =>
        [rule.id, name, rule, options, says] as const,
    ),
  )('%s: %s', (_id, _name, rule, options, says) => {
    expect(say(rule, options)).toEqual(says);
  });
});
