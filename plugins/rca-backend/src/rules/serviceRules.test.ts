import { CalleeMetricFacts } from '../collectors/metrics';
import {
  dependency,
  deployment,
  event,
  measured,
  minute,
  NAMESPACE,
  pod,
  rollout,
  service,
  signal,
  snapshotOf,
  steady,
  subjectOf,
  workload,
} from '../__testUtils__/snapshot';
import { autoscalerAtMaximum } from './autoscalerAtMaximum';
import { cpuSaturated } from './cpuSaturated';
import { deploymentUnavailable } from './deploymentUnavailable';
import { errorsRisen } from './errorsRisen';
import { foreignDependency } from './foreignDependency';
import { latencyRisen } from './latencyRisen';
import { newErrorLines } from './newErrorLines';
import { nodeNotReady } from './nodeNotReady';
import { scaledToZero } from './scaledToZero';
import { serviceSelectsNothing } from './serviceSelectsNothing';
import { Rule } from './types';

type Options = Parameters<typeof snapshotOf>[0];

function say(rule: Rule, options: Options): string[] {
  return rule
    .evaluate(snapshotOf(options))
    .flatMap(({ title, severity, cause }) => [
      `${severity}: ${title}`,
      ...(cause
        ? [`${cause.category} ${cause.weight}: ${cause.statement}`]
        : []),
    ]);
}

const ratio = { kind: 'error-ratio', unit: 'ratio' } as const;
const cpu = { kind: 'cpu-throttling', unit: 'ratio' } as const;
const call = (
  callee: string,
  facts: Partial<CalleeMetricFacts>,
): CalleeMetricFacts => ({
  caller: 'cart',
  callerNamespace: NAMESPACE,
  callee,
  foreign: false,
  anomalous: true,
  onset: minute(52),
  strength: 0.9,
  ...facts,
});
const withRedis = subjectOf('cart', [dependency('redis', 'cart')]);
const ledger = dependency('ledger', 'cart', {
  namespace: 'team-b-prod',
  owner: 'team-b',
});
const withLedger = subjectOf('cart', [ledger]);
const both = [workload('cart'), workload('redis')];
const selectorCommit = {
  at: minute(52),
  sha: '0123456789abcdef',
  subject: 'Align labels',
  author: 'Alice',
  namespace: NAMESPACE,
  services: ['cart'],
  files: ['clusters/sandbox/team-a-prod/cart/service.yaml'],
  fields: [
    {
      kind: 'other' as const,
      path: 'app.kubernetes.io/name',
      before: 'cart',
      after: 'carts',
      file: 'service.yaml',
    },
  ],
  evidence: 0,
};
const silentNode = {
  metadata: { name: 'n1' },
  status: {
    conditions: [
      {
        type: 'Ready',
        status: 'Unknown',
        reason: 'NodeStatusUnknown',
        message: 'Kubelet stopped posting node status.',
        lastTransitionTime: new Date(minute(52)),
      },
    ],
  },
};

const cases: Array<[Rule, string, Options, string[]]> = [
  // ---- Service without pods
  [
    serviceSelectsNothing,
    'a selector that was changed to a label nobody has',
    {
      kubernetes: [
        workload('cart', {
          services: [service('cart', { 'app.kubernetes.io/name': 'carts' })],
        }),
      ],
      changes: { commits: [selectorCommit] },
    },
    [
      'critical: Service cart selects no pod: nothing in team-a-prod is labelled app.kubernetes.io/name=carts',
      'service-selector 0.95: Service cart sends its traffic nowhere: its selector app.kubernetes.io/name=carts matches no pod of cart, since commit 01234567 "Align labels" (app.kubernetes.io/name changed from "cart" to "carts").',
    ],
  ],
  [
    serviceSelectsNothing,
    'a selector that resembles nothing',
    {
      kubernetes: [
        workload('cart'),
        { services: [service('stray', { app: 'gone' })] },
      ],
    },
    [
      'critical: Service stray selects no pod: nothing in team-a-prod is labelled app=gone',
      'service-selector 0.7: Service stray sends its traffic nowhere: its selector app=gone matches no pod.',
    ],
  ],
  [
    serviceSelectsNothing,
    'a workload that is scaled to zero',
    {
      kubernetes: [workload('cart', { deployment: { replicas: 0 }, pods: [] })],
    },
    [],
  ],
  [
    serviceSelectsNothing,
    'a Service without selector',
    {
      kubernetes: [
        {
          services: [
            { metadata: { name: 'x', namespace: NAMESPACE }, spec: {} },
          ],
        },
      ],
    },
    [],
  ],
  [
    serviceSelectsNothing,
    'an external name',
    {
      kubernetes: [
        { services: [service('mail', { app: 'x' }, { type: 'ExternalName' })] },
      ],
    },
    [],
  ],
  [
    serviceSelectsNothing,
    'pods that no workload owns',
    { kubernetes: [{ pods: [pod('solo')], services: [service('solo')] }] },
    [],
  ],
  // ---- scaled to zero
  [
    scaledToZero,
    'a workload that was turned off and is missed',
    {
      kubernetes: [workload('cart', { deployment: { replicas: 0 }, pods: [] })],
      changes: {
        scalings: [
          {
            at: minute(51),
            object: {
              cluster: 'sandbox',
              namespace: NAMESPACE,
              kind: 'Deployment',
              name: 'cart',
            },
            from: 2,
            to: 0,
            byAutoscaler: false,
            evidence: 0,
          },
        ],
      },
    },
    [
      'critical: cart is scaled to zero (before: 2) while Service cart points to it',
      'scaled-to-zero 0.95: Nothing of cart runs: it was scaled to zero, and what calls it fails.',
    ],
  ],
  [
    scaledToZero,
    'a workload that has long been off',
    {
      kubernetes: [workload('cart', { deployment: { replicas: 0 }, pods: [] })],
    },
    ['info: cart is scaled to zero while Service cart points to it'],
  ],
  [
    scaledToZero,
    'a workload that no Service uses',
    {
      kubernetes: [
        workload('cart', {
          deployment: { replicas: 0 },
          pods: [],
          services: [],
        }),
      ],
    },
    [],
  ],
  [
    scaledToZero,
    'a workload that runs',
    { kubernetes: [workload('cart')] },
    [],
  ],
  // ---- nodes
  [
    nodeNotReady,
    'a silent node under two services',
    {
      kubernetes: [
        workload('cart', {
          pods: [
            pod('cart', {
              node: 'n1',
              ready: false,
              since: 52,
              container: { ready: true },
            }),
          ],
        }),
        workload('redis', {
          pods: [
            pod('redis', {
              node: 'n1',
              ready: false,
              since: 52,
              container: { ready: true },
            }),
          ],
        }),
        { nodes: [silentNode] },
      ],
    },
    [
      'critical: Node n1 is not ready; 2 pods of cart, redis were on it',
      'node-failure 0.95: Node n1 is not ready, and with it 2 pods of cart, redis.',
    ],
  ],
  [
    nodeNotReady,
    'a silent node that the tenant may not read, by its pods',
    {
      kubernetes: [
        workload('cart', {
          pods: [
            pod('cart', {
              node: 'n1',
              ready: false,
              since: 52,
              container: { ready: true },
            }),
          ],
        }),
      ],
    },
    [
      'critical: Node n1 is not ready; 1 pod of cart was on it',
      'node-failure 0.88: Node n1 is not ready, and with it 1 pod of cart.',
    ],
  ],
  [
    nodeNotReady,
    'a silent node without pods of ours',
    {
      kubernetes: [
        workload('cart', { pods: [pod('cart', { node: 'n2' })] }),
        {
          nodes: [
            silentNode,
            {
              metadata: { name: 'n2' },
              status: { conditions: [{ type: 'Ready', status: 'True' }] },
            },
          ],
        },
      ],
    },
    [],
  ],
  [
    nodeNotReady,
    'a pod that its own kubelet calls unready',
    {
      kubernetes: [
        workload('cart', {
          pods: [
            pod('cart', {
              node: 'n1',
              ready: false,
              container: { ready: false },
            }),
          ],
        }),
      ],
    },
    [],
  ],
  // ---- availability
  [
    deploymentUnavailable,
    'a rollout that hangs while the old pods serve',
    {
      kubernetes: [
        workload('cart', {
          deployment: {
            replicas: 3,
            available: 3,
            status: {
              conditions: [
                {
                  type: 'Progressing',
                  status: 'False',
                  reason: 'ProgressDeadlineExceeded',
                  message: 'timed out',
                  lastTransitionTime: new Date(minute(58)),
                },
              ],
            },
          },
        }),
      ],
    },
    [
      'warning: 3 of 3 replicas of cart are available, and its rollout does not get on',
    ],
  ],
  [
    deploymentUnavailable,
    'pods that a quota refuses',
    {
      kubernetes: [
        workload('cart', {
          pods: [],
          deployment: {
            replicas: 1,
            available: 0,
            status: {
              conditions: [
                {
                  type: 'ReplicaFailure',
                  status: 'True',
                  reason: 'FailedCreate',
                  message: 'exceeded quota: compute',
                },
              ],
            },
          },
        }),
      ],
    },
    [
      'critical: 0 of 1 replicas of cart are available',
      'other 0.85: The API server refuses new pods of cart: exceeded quota: compute.',
    ],
  ],
  [
    deploymentUnavailable,
    'a rollout under way',
    {
      kubernetes: [
        workload('cart', {
          deployment: {
            replicas: 2,
            available: 1,
            status: {
              conditions: [
                {
                  type: 'Progressing',
                  status: 'True',
                  reason: 'ReplicaSetUpdated',
                  lastTransitionTime: new Date(minute(59.5)),
                },
              ],
            },
          },
        }),
      ],
    },
    [],
  ],
  [
    deploymentUnavailable,
    'all replicas',
    { kubernetes: [workload('cart')] },
    [],
  ],
  // ---- autoscaler
  [
    autoscalerAtMaximum,
    'an autoscaler that may add no more, as a fact',
    {
      kubernetes: [
        workload('cart'),
        {
          autoscalers: [
            {
              metadata: { name: 'cart', namespace: NAMESPACE },
              spec: {
                maxReplicas: 5,
                scaleTargetRef: { kind: 'Deployment', name: 'cart' },
              },
              status: {
                desiredReplicas: 5,
                conditions: [
                  {
                    type: 'ScalingLimited',
                    status: 'True',
                    reason: 'TooManyReplicas',
                    message: 'the desired count is more than the maximum',
                  },
                ],
              },
            },
          ],
        },
      ],
    },
    ['info: The autoscaler of cart is at its maximum of 5 replicas'],
  ],
  [
    autoscalerAtMaximum,
    'an autoscaler at its minimum',
    {
      kubernetes: [
        {
          autoscalers: [
            {
              metadata: { name: 'cart', namespace: NAMESPACE },
              spec: {
                maxReplicas: 5,
                scaleTargetRef: { kind: 'Deployment', name: 'cart' },
              },
              status: {
                desiredReplicas: 1,
                conditions: [
                  {
                    type: 'ScalingLimited',
                    status: 'True',
                    reason: 'TooFewReplicas',
                  },
                ],
              },
            },
          ],
        },
      ],
    },
    [],
  ],
  // ---- CPU
  [
    cpuSaturated,
    'throttling that slows answers after a limit was cut',
    {
      kubernetes: [workload('cart')],
      metrics: {
        services: [
          measured('cart', {
            'cpu-throttling': signal(0.94, 0, cpu),
            'cpu-of-limit': signal(1, 0.3, cpu),
            'latency-p95': signal(4.2, 0.2),
          }),
        ],
      },
      changes: {
        rollouts: [
          rollout('cart', {
            fields: [
              {
                kind: 'resources',
                path: 'containers[app].resources.limits.cpu',
                before: '500m',
                after: '40m',
              },
            ],
          }),
        ],
      },
    },
    [
      'critical: cart is at its CPU limit: it uses 100 % of its limit and is throttled in 94 % of the periods',
      'cpu-saturation 0.9: cart has too little CPU: it uses 100 % of its limit and is throttled in 94 % of the periods after the rollout of revision 2 (resources.limits.cpu changed from "500m" to "40m").',
    ],
  ],
  [
    cpuSaturated,
    'throttling that hurts nobody yet',
    {
      kubernetes: [workload('cart')],
      metrics: {
        services: [
          measured('cart', {
            'cpu-throttling': signal(0.5, 0, cpu),
            'latency-p95': steady(0.2),
          }),
        ],
      },
    },
    [
      'warning: cart is at its CPU limit: is throttled in 50 % of the periods',
      'cpu-saturation 0.4: cart has too little CPU: is throttled in 50 % of the periods.',
    ],
  ],
  [
    cpuSaturated,
    'CPU that rose within the limit',
    {
      kubernetes: [workload('cart')],
      metrics: {
        services: [
          measured('cart', {
            'cpu-of-limit': signal(0.5, 0.2, { ...cpu, anomalous: false }),
          }),
        ],
      },
    },
    [],
  ],
  // ---- errors
  [
    errorsRisen,
    'errors of a service itself after a release',
    {
      kubernetes: [workload('cart')],
      metrics: {
        services: [
          measured('cart', { 'error-ratio': signal(0.34, 0.001, ratio) }),
        ],
      },
      logs: {
        templates: [
          {
            id: 't',
            template: 'TypeError: x is undefined',
            service: 'cart',
            namespace: NAMESPACE,
            pods: [],
            level: 'error',
            change: 'new',
            before: 0,
            after: 40,
            evidence: 0,
          },
        ],
      },
      changes: { rollouts: [rollout('cart')] },
    },
    [
      'critical: The error ratio of cart rose from 0.1 % to 34 %',
      'code-regression 0.9: cart fails requests by its own doing after the rollout of revision 2 (image changed from "cart:1" to "cart:2"): its error ratio rose from 0.1 % to 34 %, while what it calls answers as before. Its logs say: "TypeError: x is undefined".',
    ],
  ],
  [
    errorsRisen,
    'errors that a dependency causes, without blaming the release',
    {
      subject: withRedis,
      kubernetes: both,
      metrics: {
        services: [measured('cart', { 'error-ratio': signal(0.5, 0, ratio) })],
        callees: [call('redis', { errorRatio: signal(0.5, 0, ratio) })],
      },
      changes: { rollouts: [rollout('cart')] },
    },
    [
      'critical: The error ratio of cart rose from 0 % to 50 %, with failing calls to redis',
    ],
  ],
  [
    errorsRisen,
    'errors that the timeouts of a slow dependency cause',
    {
      subject: withRedis,
      kubernetes: both,
      metrics: {
        services: [measured('cart', { 'error-ratio': signal(0.02, 0, ratio) })],
        callees: [call('redis', { latencyP95: signal(1, 0.005) })],
      },
    },
    [
      'critical: The error ratio of cart rose from 0 % to 2 %, with slow calls to redis',
    ],
  ],
  [
    errorsRisen,
    'errors that nothing explains',
    {
      kubernetes: [workload('cart')],
      metrics: {
        services: [measured('cart', { 'error-ratio': signal(0.2, 0, ratio) })],
      },
    },
    [
      'critical: The error ratio of cart rose from 0 % to 20 %',
      'other 0.45: cart fails requests by its own doing: its error ratio rose from 0 % to 20 %, and neither a change nor a dependency explains it.',
    ],
  ],
  [
    errorsRisen,
    'the usual share of errors',
    {
      kubernetes: [workload('cart')],
      metrics: {
        services: [measured('cart', { 'error-ratio': steady(0.01, ratio) })],
      },
    },
    [],
  ],
  [
    errorsRisen,
    'errors that became fewer',
    {
      kubernetes: [workload('cart')],
      metrics: {
        services: [
          measured('cart', {
            'error-ratio': signal(0, 0.2, {
              ...ratio,
              shift: { onset: minute(50), direction: 'down', score: 9 },
            }),
          }),
        ],
      },
    },
    [],
  ],
  // ---- latency
  [
    latencyRisen,
    'a slow dependency and who waits for it',
    {
      subject: withRedis,
      kubernetes: both,
      metrics: {
        services: [
          measured('cart', { 'latency-p95': signal(2.4, 0.023) }),
          measured('redis', { 'latency-p95': signal(1, 0.005) }),
        ],
        callees: [call('redis', { latencyP95: signal(1, 0.005) })],
      },
    },
    [
      'warning: The response time of cart rose from 23 ms to 2.4 s, waiting for redis',
      'warning: The response time of redis rose from 5 ms to 1 s',
      'slow-dependency 0.88: redis answers slowly, and everything that waits for it is slow: its response time rose from 5 ms to 1 s, while nothing that it calls is slower.',
    ],
  ],
  [
    latencyRisen,
    'a release that made a service slow',
    {
      kubernetes: [workload('cart')],
      metrics: {
        services: [measured('cart', { 'latency-p95': signal(0.9, 0.1) })],
      },
      changes: { rollouts: [rollout('cart')] },
    },
    [
      'warning: The response time of cart rose from 100 ms to 900 ms',
      'code-regression 0.85: cart answers slowly after the rollout of revision 2 (image changed from "cart:1" to "cart:2"): its response time rose from 100 ms to 900 ms.',
    ],
  ],
  [
    latencyRisen,
    'steady response times',
    {
      kubernetes: [workload('cart')],
      metrics: { services: [measured('cart', { 'latency-p95': steady(0.1) })] },
    },
    [],
  ],
  // ---- foreign
  [
    foreignDependency,
    'a foreign dependency as its caller sees it, without a word about its inside',
    {
      subject: withLedger,
      kubernetes: [workload('cart')],
      metrics: {
        callees: [
          call('ledger', { foreign: true, errorRatio: signal(0.4, 0, ratio) }),
        ],
      },
    },
    [
      'critical: Dependency ledger (owned by team-b, outside your namespaces) as seen from cart: the error ratio of its calls rose from 0 % to 40 %',
      'other 0.8: Dependency ledger (owned by team-b, outside your namespaces) does not answer as before, as seen from cart: the error ratio of its calls rose from 0 % to 40 %.',
    ],
  ],
  [
    foreignDependency,
    'a foreign dependency that answers as before',
    {
      subject: withLedger,
      kubernetes: [workload('cart')],
      metrics: {
        callees: [
          call('ledger', { foreign: true, anomalous: false, strength: 0 }),
        ],
      },
    },
    [],
  ],
  [
    foreignDependency,
    "a dependency of one's own",
    {
      subject: withRedis,
      kubernetes: both,
      metrics: {
        callees: [call('redis', { errorRatio: signal(0.4, 0, ratio) })],
      },
    },
    [],
  ],
  // ---- logs
  [
    newErrorLines,
    'lines that are new',
    {
      kubernetes: [workload('cart')],
      logs: {
        templates: [
          {
            id: 't',
            template: 'disk <*> is full',
            service: 'cart',
            namespace: NAMESPACE,
            pods: [],
            level: 'error',
            change: 'new',
            before: 0,
            after: 4,
            firstSeen: minute(52),
            evidence: 0,
          },
        ],
      },
    },
    ['info: cart began to log: disk <*> is full'],
  ],
  [
    newErrorLines,
    'chatter, and lines that became fewer',
    {
      kubernetes: [workload('cart')],
      logs: {
        templates: [
          {
            id: 'a',
            template: 'x',
            service: 'cart',
            namespace: NAMESPACE,
            pods: [],
            level: 'info',
            change: 'new',
            before: 0,
            after: 4,
            evidence: 0,
          },
          {
            id: 'b',
            template: 'y',
            service: 'cart',
            namespace: NAMESPACE,
            pods: [],
            level: 'error',
            change: 'rate-down',
            before: 9,
            after: 1,
            evidence: 0,
          },
        ],
      },
    },
    [],
  ],
];

describe('rules about services and nodes', () => {
  it.each(
    cases.map(([rule, about, options, expected]) => ({
      name: `${rule.id} ${expected.length ? 'sees' : 'is silent on'} ${about}`,
      rule,
      options,
      expected,
    })),
  )('$name', ({ rule, options, expected }) => {
    expect(say(rule, options)).toEqual(expected);
    for (const finding of rule.evaluate(snapshotOf(options))) {
      expect(finding.rule).toBe(rule.id);
      expect(finding.evidence.length).toBeGreaterThan(0);
    }
  });

  it('keeps events apart by kind: a Service and a Pod may have one name', () => {
    const { index } = snapshotOf({
      kubernetes: [
        {
          deployments: [deployment('cart')],
          events: [
            event('Service', 'cart', 'A', 'a'),
            event('Pod', 'cart', 'B', 'b'),
          ],
        },
      ],
    });
    expect(
      index
        .eventsOf('Pod', { name: 'cart', namespace: NAMESPACE })
        .map(item => item.reason),
    ).toEqual(['B']);
  });
});
