import {
  event,
  measured,
  minute,
  NAMESPACE,
  pod,
  service,
  signal,
  workload,
} from '../__testUtils__/snapshot';
import { RuleCase, say, SnapshotOptions } from '../__testUtils__/say';
import { autoscalerAtMaximum } from './autoscalerAtMaximum';
import { autoscalerCannotScale } from './autoscalerCannotScale';
import { configKeyMissing } from './configKeyMissing';
import { configMapEmpty } from './configMapEmpty';
import { cronJobProblem } from './cronJobProblem';
import { deploymentUnavailable } from './deploymentUnavailable';
import { disruptionBudgetBlocks } from './disruptionBudgetBlocks';
import { jobFailed } from './jobFailed';
import { nodePressure } from './nodePressure';
import { scaledToZero } from './scaledToZero';
import { statefulSetServiceMissing } from './statefulSetServiceMissing';

const at = (m: number) => new Date(minute(m));

// ---- autoscalers
const autoscaler = (
  conditions: object[],
  target: object = { kind: 'Deployment', name: 'cart' },
) => ({
  autoscalers: [
    {
      metadata: { name: 'cart', namespace: NAMESPACE },
      spec: { maxReplicas: 5, scaleTargetRef: target },
      status: { conditions },
    } as never,
  ],
});
const condition = (
  type: string,
  status: string,
  reason: string,
  message = 'x',
) => ({ type, status, reason, message, lastTransitionTime: at(50) });
const AT_MAXIMUM = condition('ScalingLimited', 'True', 'TooManyReplicas');

// ---- budgets
const budget = (
  options: {
    allowed?: number;
    cordoned?: boolean;
    selector?: string;
    nodes?: boolean;
  } = {},
): SnapshotOptions => ({
  kubernetes: [
    workload('cart', { pods: [pod('cart', { node: 'n1' })] }),
    {
      disruptionBudgets: [
        {
          metadata: { name: 'cart', namespace: NAMESPACE },
          spec: {
            minAvailable: 1,
            selector: {
              matchLabels: {
                'app.kubernetes.io/name': options.selector ?? 'cart',
              },
            },
          },
          status: {
            disruptionsAllowed: options.allowed ?? 0,
            currentHealthy: 1,
            desiredHealthy: 1,
            expectedPods: 1,
          },
        },
      ],
      ...(options.nodes !== false && {
        nodes: [
          {
            metadata: { name: 'n1' },
            spec: { unschedulable: options.cordoned ?? true },
          },
        ],
      }),
    },
  ],
});

// ---- nodes
const node = (
  conditions: Array<[type: string, status: string]>,
  options: { pods?: boolean } = {},
): SnapshotOptions => ({
  kubernetes: [
    workload('cart', {
      pods: [pod('cart', { node: options.pods === false ? 'n2' : 'n1' })],
    }),
    {
      nodes: [
        {
          metadata: { name: 'n1' },
          status: {
            conditions: conditions.map(([type, status]) =>
              condition(type, status, `Kubelet${type}`),
            ),
          },
        },
      ],
    },
  ],
});

// ---- configuration
const refers = (
  spec: object,
  options: {
    keys?: string[];
    unread?: boolean;
    waits?: boolean;
    changed?: boolean;
  } = {},
): SnapshotOptions => ({
  kubernetes: [
    workload('cart', {
      deployment: { template: { containers: [{ name: 'app', ...spec }] } },
      pods: [
        pod(
          'cart',
          options.waits
            ? { ready: false, container: { state: { waiting: {} } } }
            : {},
        ),
      ],
    }),
    {
      configMaps: options.keys
        ? [{ namespace: NAMESPACE, name: 'cart-config', keys: options.keys }]
        : [],
      unread: options.unread ? [`${NAMESPACE}/configMaps`] : [],
    },
  ],
  changes: options.changed
    ? {
        configs: [
          {
            at: minute(50),
            object: {
              cluster: 'sandbox',
              namespace: NAMESPACE,
              kind: 'ConfigMap',
              name: 'cart-config',
            },
            created: false,
            evidence: 0,
          },
        ],
      }
    : undefined,
});
const variable = (optional?: boolean) => ({
  env: [
    {
      name: 'TTL',
      valueFrom: {
        configMapKeyRef: { name: 'cart-config', key: 'ttl', optional },
      },
    },
  ],
});
const everything = {
  envFrom: [{ configMapRef: { name: 'cart-config' } }],
};

// ---- jobs
const job = (status: object, spec: object = {}): SnapshotOptions => ({
  kubernetes: [
    {
      jobs: [
        {
          metadata: { name: 'migrate', namespace: NAMESPACE },
          spec,
          status,
        } as never,
      ],
    },
  ],
});
const cronJob = (spec: object, events: object[] = []): SnapshotOptions => ({
  kubernetes: [
    {
      cronJobs: [
        { metadata: { name: 'nightly', namespace: NAMESPACE }, spec } as never,
      ],
      events: events as never,
    },
  ],
});

// ---- sets
const statefulSet = (
  serviceName: string | undefined,
  options: { services?: string[]; unread?: boolean } = {},
): SnapshotOptions => ({
  kubernetes: [
    {
      statefulSets: [
        {
          metadata: { name: 'db', namespace: NAMESPACE, uid: 's-db' },
          spec: { serviceName, selector: {}, template: {} },
        },
      ],
      services: (options.services ?? []).map(name => service(name)),
      unread: options.unread ? [`${NAMESPACE}/services`] : [],
    },
  ],
});
const daemonSet = (
  desired: number,
  available: number,
  options: { since?: number } = {},
): SnapshotOptions => {
  const agent = pod('agent', { ready: false, since: options.since ?? 30 });
  agent.metadata!.ownerReferences = [
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      name: 'agent',
      uid: 'ds',
      controller: true,
    },
  ];
  return {
    kubernetes: [
      {
        daemonSets: [
          {
            metadata: { name: 'agent', namespace: NAMESPACE, uid: 'ds' },
            spec: {
              selector: {},
              template: {
                metadata: { labels: { 'app.kubernetes.io/name': 'agent' } },
              },
            },
            status: {
              currentNumberScheduled: desired,
              desiredNumberScheduled: desired,
              numberMisscheduled: 0,
              numberReady: available,
              numberAvailable: available,
            },
          },
        ],
        pods: available < desired ? [agent] : [],
        services: [service('agent')],
      },
    ],
  };
};

const cases: RuleCase[] = [
  // ---- autoscalers
  [
    autoscalerAtMaximum,
    'a service that does not cope',
    {
      kubernetes: [workload('cart'), autoscaler([AT_MAXIMUM])],
      metrics: {
        services: [measured('cart', { 'latency-p95': signal(2, 0.1) })],
      },
    },
    [
      'warning: The autoscaler of cart is at its maximum of 5 replicas',
      'cpu-saturation 0.6: cart does not cope, and its autoscaler may not add pods beyond 5.',
    ],
  ],
  [
    autoscalerAtMaximum,
    'a service that copes',
    {
      kubernetes: [workload('cart'), autoscaler([AT_MAXIMUM])],
      metrics: { services: [measured('cart', {})] },
    },
    ['info: The autoscaler of cart is at its maximum of 5 replicas'],
  ],
  [
    autoscalerCannotScale,
    'no metrics to go by',
    {
      kubernetes: [
        workload('cart'),
        autoscaler([
          condition(
            'ScalingActive',
            'False',
            'FailedGetResourceMetric',
            'missing request for cpu in container app',
          ),
        ]),
      ],
    },
    [
      'info: The autoscaler of cart does not work: FailedGetResourceMetric: missing request for cpu in container app',
    ],
  ],
  [
    autoscalerCannotScale,
    'a target that is not there',
    {
      kubernetes: [
        workload('cart'),
        autoscaler([], { kind: 'Deployment', name: 'crat' }),
      ],
    },
    [
      'info: The autoscaler of crat does not work: Deployment crat does not exist',
    ],
  ],
  [
    autoscalerCannotScale,
    'a target that may be there, because they could not be listed',
    {
      kubernetes: [
        autoscaler([], { kind: 'Deployment', name: 'crat' }),
        { unread: [`${NAMESPACE}/deployments`] },
      ],
    },
    [],
  ],
  [
    autoscalerCannotScale,
    'a target of a kind that is not read',
    { kubernetes: [autoscaler([], { kind: 'Rollout', name: 'x' })] },
    [],
  ],
  [
    autoscalerCannotScale,
    'a workload that is switched off',
    {
      kubernetes: [
        workload('cart'),
        autoscaler([condition('ScalingActive', 'False', 'ScalingDisabled')]),
      ],
    },
    [],
  ],
  [
    autoscalerCannotScale,
    'one that works',
    {
      kubernetes: [
        workload('cart'),
        autoscaler([
          condition('AbleToScale', 'True', 'ReadyForNewScale'),
          AT_MAXIMUM,
        ]),
      ],
    },
    [],
  ],
  // ---- disruption budgets
  [
    disruptionBudgetBlocks,
    'a pod that may not leave a node that shall be drained',
    budget(),
    [
      'info: PodDisruptionBudget cart keeps 1 pod on n1, which shall be drained (1 healthy, 1 wanted)',
    ],
  ],
  [
    disruptionBudgetBlocks,
    'a budget that lets one go',
    budget({ allowed: 1 }),
    [],
  ],
  [
    disruptionBudgetBlocks,
    'nobody who drains',
    budget({ cordoned: false }),
    [],
  ],
  [
    disruptionBudgetBlocks,
    'a budget of other pods',
    budget({ selector: 'search' }),
    [],
  ],
  [
    disruptionBudgetBlocks,
    'nodes that cannot be read',
    budget({ nodes: false }),
    [],
  ],
  // ---- nodes
  [
    nodePressure,
    'a node without room',
    node([
      ['Ready', 'True'],
      ['MemoryPressure', 'True'],
      ['DiskPressure', 'True'],
    ]),
    [
      'info: Node n1 is short of disk space; 1 pod of yours is on it',
      'info: Node n1 is short of memory; 1 pod of yours is on it',
    ],
  ],
  [
    nodePressure,
    'conditions that somebody else made up',
    node([
      ['Ready', 'True'],
      ['EtcdIsVoter', 'True'],
      ['FrequentKubeletRestart', 'Unknown'],
    ]),
    [],
  ],
  [
    nodePressure,
    'a node that is gone, which has a rule of its own',
    node([
      ['Ready', 'False'],
      ['MemoryPressure', 'True'],
    ]),
    [],
  ],
  [
    nodePressure,
    "a node without pods of the caller's",
    node(
      [
        ['Ready', 'True'],
        ['PIDPressure', 'True'],
      ],
      { pods: false },
    ),
    [],
  ],
  [
    nodePressure,
    'a node that is well',
    node([
      ['Ready', 'True'],
      ['MemoryPressure', 'False'],
      ['NetworkUnavailable', 'Unknown'],
    ]),
    [],
  ],
  // ---- configuration
  [
    configKeyMissing,
    'a key that was removed under running pods',
    refers(variable(), { keys: ['other'], changed: true }),
    [
      'info: key ttl of ConfigMap cart-config, which cart refers to (variable TTL), does not exist: its pods cannot start again',
    ],
  ],
  [
    configKeyMissing,
    'a ConfigMap that was deleted under running pods, once however often it is named',
    refers({ ...variable(), ...everything }),
    [
      'info: ConfigMap cart-config, which cart refers to (envFrom of app), does not exist: its pods cannot start again',
    ],
  ],
  [
    configKeyMissing,
    'a key that is there',
    refers(variable(), { keys: ['ttl'] }),
    [],
  ],
  [
    configKeyMissing,
    'a key that need not be there',
    refers(variable(true), { keys: [] }),
    [],
  ],
  [
    configKeyMissing,
    'everything of a ConfigMap that is empty',
    refers(everything, { keys: [] }),
    [],
  ],
  [
    configKeyMissing,
    'ConfigMaps that could not be listed',
    refers(everything, { unread: true }),
    [],
  ],
  [
    configKeyMissing,
    'pods that wait for it already',
    refers(variable(), { waits: true }),
    [],
  ],
  [
    configMapEmpty,
    'a ConfigMap without anything in it',
    refers(everything, { keys: [] }),
    ['info: ConfigMap cart-config, which cart refers to, is empty'],
  ],
  [
    configMapEmpty,
    'one with something in it',
    refers(everything, { keys: ['a'] }),
    [],
  ],
  [configMapEmpty, 'one that nobody refers to', refers({}, { keys: [] }), []],
  // ---- jobs
  [
    jobFailed,
    'a job that gave up',
    job({
      failed: 7,
      conditions: [
        condition(
          'Failed',
          'True',
          'BackoffLimitExceeded',
          'Job has reached the specified backoff limit',
        ),
      ],
    }),
    [
      'warning: Job migrate failed after 7 attempts: BackoffLimitExceeded: Job has reached the specified backoff limit',
    ],
  ],
  [
    jobFailed,
    'a suspended job',
    job({}, { suspend: true }),
    ['info: Job migrate does not run: it is suspended'],
  ],
  [
    jobFailed,
    'a job that failed and completed',
    job({
      failed: 2,
      succeeded: 1,
      conditions: [condition('Complete', 'True', 'x')],
    }),
    [],
  ],
  [
    jobFailed,
    'a job that failed last week',
    job({
      failed: 1,
      conditions: [
        { ...condition('Failed', 'True', 'x'), lastTransitionTime: at(-9_000) },
      ],
    }),
    [],
  ],
  [jobFailed, 'a job that tries again', job({ failed: 1 }), []],
  [
    cronJobProblem,
    'a suspended one',
    cronJob({ suspend: true, schedule: '* * * * *' }),
    ['info: CronJob nightly is suspended'],
  ],
  [
    cronJobProblem,
    'a negative deadline',
    cronJob({ startingDeadlineSeconds: -1 }),
    ['info: CronJob nightly has a negative starting deadline'],
  ],
  [
    cronJobProblem,
    'a schedule that its controller does not understand',
    cronJob({ schedule: '61 * * * *' }, [
      event(
        'CronJob',
        'nightly',
        'UnparseableSchedule',
        'unparseable schedule: "61 * * * *"',
      ),
    ]),
    [
      'info: CronJob nightly does not start: unparseable schedule: "61 * * * *"',
    ],
  ],
  [
    cronJobProblem,
    'a word about a job of it',
    cronJob({}, [event('Job', 'nightly', 'UnparseableSchedule', 'x')]),
    [],
  ],
  [
    cronJobProblem,
    'one that runs',
    cronJob({ startingDeadlineSeconds: 60 }, [
      event('CronJob', 'nightly', 'SawCompletedJob', 'x'),
    ]),
    [],
  ],
  // ---- sets
  [
    statefulSetServiceMissing,
    'a Service that is not there',
    statefulSet('db', { services: ['other'] }),
    [
      'info: Service db, which names the pods of StatefulSet db, does not exist',
    ],
  ],
  [
    statefulSetServiceMissing,
    'a Service that is there',
    statefulSet('db', { services: ['db'] }),
    [],
  ],
  [
    statefulSetServiceMissing,
    'a Service that may be there, because they could not be listed',
    statefulSet('db', { unread: true }),
    [],
  ],
  [statefulSetServiceMissing, 'no Service by choice', statefulSet(''), []],
  [
    deploymentUnavailable,
    'a DaemonSet of which a pod is missing',
    daemonSet(3, 2),
    ['warning: 2 of 3 replicas of agent are available'],
  ],
  [
    deploymentUnavailable,
    'a DaemonSet whose pod has just begun',
    daemonSet(3, 2, { since: 59 }),
    [],
  ],
  [deploymentUnavailable, 'a whole DaemonSet', daemonSet(3, 3), []],
  [scaledToZero, 'a DaemonSet for which there is no node', daemonSet(0, 0), []],
];

describe('rules about controllers and the platform', () => {
  it.each(
    cases.map(
      ([rule, name, options, says]) =>
        [rule.id, name, rule, options, says] as const,
    ),
  )('%s: %s', (_id, _name, rule, options, says) => {
    expect(say(rule, options)).toEqual(says);
  });
});
