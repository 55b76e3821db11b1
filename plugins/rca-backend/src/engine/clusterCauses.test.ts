import { analysisOf } from '../__testUtils__/analysis';
import {
  dependency,
  ended,
  event,
  measured,
  minute,
  NAMESPACE,
  pod,
  replicaSet,
  rollout,
  service,
  signal,
  steady,
  subjectOf,
  workload,
} from '../__testUtils__/snapshot';

const fails = { kind: 'error-ratio', unit: 'ratio' } as const;
/** cart calls redis, and its calls fail; redis itself is well. */
const failingCalls = {
  subject: subjectOf('cart', [dependency('redis', 'cart')]),
  metrics: {
    services: [
      measured('cart', { 'error-ratio': signal(0.9, 0, fails) }),
      measured('redis', { 'error-ratio': steady(0, fails) }),
    ],
    callees: [
      {
        caller: 'cart',
        callerNamespace: NAMESPACE,
        callee: 'redis',
        foreign: false,
        anomalous: true,
        onset: minute(52),
        strength: 0.9,
        errorRatio: signal(1, 0, fails),
      },
    ],
  },
};
const redis = (overrides: object = {}) =>
  workload('redis', {
    deployment: {
      template: {
        containers: [{ name: 'app', ports: [{ containerPort: 6379 }] }],
      },
    },
    ...overrides,
  });

describe('causes in the cluster', () => {
  it('names a full quota, and undoes the rollout that asked for more', () => {
    const { verdict, hypotheses, actions } = analysisOf({
      kubernetes: [
        workload('cart', {
          deployment: { replicas: 2, available: 1 },
          replicaSets: [
            replicaSet('cart', 1),
            replicaSet('cart', 2, { at: 50 }),
          ],
          events: [
            event(
              'ReplicaSet',
              'cart-2',
              'FailedCreate',
              'forbidden: exceeded quota: q, requested: cpu=2, used: cpu=9, limited: cpu=10',
              { at: 51 },
            ),
          ],
        }),
      ],
      changes: { rollouts: [rollout('cart')] },
    });
    expect(verdict).toBe('cause-found');
    expect(hypotheses[0]).toMatchObject({
      category: 'quota-exceeded',
      entity: { kind: 'Deployment', name: 'cart' },
      onset: minute(51),
    });
    expect(actions).toMatchObject([
      { kind: 'rollback', parameters: { revision: 1 } },
    ]);
  });

  it('prefers why to what: a volume that is elsewhere to a pod without a node', () => {
    const waiting = pod('cart', {
      phase: 'Pending',
      ready: false,
      created: 40,
      conditions: [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'Unschedulable',
          message:
            '0/3 nodes are available: 3 node(s) had volume node affinity conflict.',
        },
      ],
    });
    const { hypotheses } = analysisOf({
      kubernetes: [
        workload('cart', { deployment: { available: 0 }, pods: [waiting] }),
      ],
    });
    expect(hypotheses.map(({ category }) => category)).toEqual([
      'storage',
      'unschedulable',
    ]);
    expect(hypotheses[0].confidence).toBeGreaterThan(
      hypotheses[1].confidence * 1.5,
    );
  });

  it('finds the policy between two services that are both well', () => {
    const { verdict, hypotheses } = analysisOf({
      ...failingCalls,
      kubernetes: [
        workload('cart'),
        redis(),
        {
          networkPolicies: [
            {
              metadata: { name: 'deny-all', namespace: NAMESPACE },
              spec: { podSelector: {}, policyTypes: ['Ingress'] },
            },
          ],
        },
      ],
    });
    expect(verdict).toBe('cause-found');
    expect(hypotheses[0]).toMatchObject({
      category: 'network-policy',
      entity: { kind: 'NetworkPolicy', name: 'deny-all' },
    });
    expect(hypotheses[0].propagation.map(({ name }) => name)).toEqual([
      'deny-all',
      'redis',
      'cart',
    ]);
  });

  it('finds the port that the Service in between has wrong', () => {
    const { hypotheses, actions } = analysisOf({
      ...failingCalls,
      kubernetes: [
        workload('cart'),
        redis({
          services: [
            service('redis', undefined, {
              ports: [{ port: 6379, targetPort: 'redis' }],
            }),
          ],
        }),
      ],
    });
    expect(hypotheses[0]).toMatchObject({
      category: 'service-selector',
      entity: { kind: 'Service', name: 'redis' },
    });
    expect(actions).toMatchObject([
      {
        kind: 'config-change',
        title: 'Correct the targetPort of Service redis',
        parameters: { field: 'spec.ports[].targetPort' },
      },
    ]);
  });

  it('blames the image, and not the program, for another processor', () => {
    const { hypotheses } = analysisOf({
      kubernetes: [
        workload('cart', {
          deployment: { available: 0 },
          pods: [
            pod('cart', {
              ready: false,
              created: 51,
              container: ended({ exitCode: 1 }),
            }),
          ],
        }),
        {
          lastWords: {
            [`${NAMESPACE}/cart-1-a/app`]: ['exec /cart: exec format error'],
          },
        },
      ],
      changes: { rollouts: [rollout('cart')] },
    });
    expect(hypotheses[0].category).toBe('bad-image');
  });

  it('calls a service healthy whatever is untidy around it', () => {
    const { verdict, findings } = analysisOf({
      metrics: {
        services: [
          measured('cart', { rate: steady(5, { unit: 'requests/s' }) }),
        ],
      },
      kubernetes: [
        workload('cart', {
          pods: [
            pod('cart', {
              node: 'n1',
              container: { imageID: `x@sha256:${'a'.repeat(64)}` },
            }),
            pod('cart', {
              name: 'b',
              created: 20,
              container: { imageID: `x@sha256:${'b'.repeat(64)}` },
            }),
          ],
          events: [event('Service', 'cart', 'SyncLoadBalancerFailed', 'x')],
          deployment: {
            replicas: 2,
            template: {
              dnsPolicy: 'Default',
              containers: [
                { name: 'app', envFrom: [{ configMapRef: { name: 'gone' } }] },
              ],
            },
          },
        }),
        {
          nodes: [
            {
              metadata: { name: 'n1' },
              spec: { unschedulable: true },
              status: {
                conditions: [
                  { type: 'Ready', status: 'True' },
                  { type: 'DiskPressure', status: 'True' },
                ],
              },
            },
          ],
          disruptionBudgets: [
            {
              metadata: { name: 'cart', namespace: NAMESPACE },
              spec: {
                selector: { matchLabels: { 'app.kubernetes.io/name': 'cart' } },
              },
              status: {
                disruptionsAllowed: 0,
                currentHealthy: 2,
                desiredHealthy: 2,
                expectedPods: 2,
              },
            },
          ],
          cronJobs: [
            {
              metadata: { name: 'x', namespace: NAMESPACE },
              spec: { suspend: true } as never,
            },
          ],
          volumeClaims: [
            {
              metadata: { name: 'old', namespace: NAMESPACE },
              status: { phase: 'Lost' },
            },
          ],
          networkPolicies: [
            {
              metadata: { name: 'deny', namespace: NAMESPACE },
              spec: { podSelector: {} },
            },
          ],
        },
      ],
    });
    expect(findings.map(({ rule }) => rule)).toEqual([
      'volume-claim-unbound',
      'image-digest-changed',
      'node-pressure',
      'disruption-budget-blocks',
      'config-key-missing',
      'service-events',
      'cron-job-problem',
    ]);
    expect(findings.every(({ severity }) => severity === 'info')).toBe(true);
    expect(verdict).toBe('healthy');
  });
});
