import {
  ended,
  event,
  minute,
  NAMESPACE,
  pod,
  replicaSet,
  rollout,
  snapshotOf,
  waiting,
  workload,
} from '../__testUtils__/snapshot';
import { configMissing } from './configMissing';
import { containerCrashLoop } from './containerCrashLoop';
import { containerOomKilled } from './containerOomKilled';
import { imagePullFailure } from './imagePullFailure';
import { podUnschedulable } from './podUnschedulable';
import { probeFailing } from './probeFailing';
import { Rule, Snapshot } from './types';

type Options = Parameters<typeof snapshotOf>[0];

/** What a rule says of a snapshot: title, then category and statement when it names a cause. */
function say(rule: Rule, options: Options): string[] {
  return rule
    .evaluate(snapshotOf(options))
    .flatMap(({ title, cause }) => [
      title,
      ...(cause
        ? [`${cause.category} ${cause.weight}: ${cause.statement}`]
        : []),
    ]);
}

const cart = (
  ...pods: Array<Parameters<typeof pod>[1]>
): Partial<Snapshot['index']['facts']> =>
  workload('cart', {
    pods: pods.map((options, i) =>
      pod('cart', { name: `cart-1-${i}`, ...options }),
    ),
  });

const probe404 = (name: string, options = {}) =>
  event(
    'Pod',
    name,
    'Unhealthy',
    'Readiness probe failed: HTTP probe failed with statuscode: 404',
    options,
  );

const cases: Array<[Rule, string, Options, string[]]> = [
  // ---- images
  [
    imagePullFailure,
    'an image that was rolled out and does not exist',
    {
      kubernetes: [
        cart(
          {
            ready: false,
            created: 51,
            image: 'cart:9',
            container: waiting(
              'ImagePullBackOff',
              'Back-off pulling image "cart:9"',
            ),
          },
          {},
        ),
        {
          events: [
            event(
              'Pod',
              'cart-1-0',
              'Failed',
              'Failed to pull image "cart:9": not found',
            ),
          ],
        },
      ],
      changes: {
        rollouts: [
          rollout('cart', {
            fields: [
              {
                kind: 'image',
                path: 'containers[app].image',
                before: 'cart:1',
                after: 'cart:9',
              },
            ],
          }),
        ],
      },
    },
    [
      'Image cart:9 cannot be pulled in 1 of 2 pods of cart',
      'bad-image 0.96: cart cannot start new pods because its image cart:9 cannot be pulled after the rollout of revision 2 (image changed from "cart:1" to "cart:9").',
    ],
  ],
  [
    imagePullFailure,
    'an image name that is no name, without any change',
    {
      kubernetes: [
        cart({
          ready: false,
          image: 'CART:!',
          container: waiting('InvalidImageName', "couldn't parse"),
        }),
      ],
    },
    [
      'Image CART:! cannot be pulled in the only pod of cart',
      'bad-image 0.96: cart cannot start new pods because its image CART:! cannot be pulled.',
    ],
  ],
  [
    imagePullFailure,
    'a pod that creates its container',
    {
      kubernetes: [
        cart({ ready: false, container: waiting('ContainerCreating', '') }),
      ],
    },
    [],
  ],
  [
    imagePullFailure,
    'a pod that is being deleted',
    {
      kubernetes: [
        cart({
          deleted: true,
          ready: false,
          container: waiting('ErrImagePull', 'x'),
        }),
      ],
    },
    [],
  ],
  [imagePullFailure, 'healthy pods', { kubernetes: [cart({}, {})] }, []],
  // ---- crashes
  [
    containerCrashLoop,
    'a crash that complains of a configuration value which a commit changed',
    {
      kubernetes: [
        cart(
          { ready: false, container: ended({ exitCode: 1 }) },
          { ready: false, container: ended({ exitCode: 1 }) },
        ),
        {
          lastWords: {
            [`${NAMESPACE}/cart-1-0/app`]: [
              '2026-11-20T10:55:00Z INFO starting',
              '2026-11-20T10:55:01Z ERROR invalid configuration: TTL must be a number',
            ],
          },
        },
      ],
      changes: {
        commits: [
          {
            at: minute(51),
            sha: '0123456789abcdef',
            subject: 'Longer carts',
            author: 'Adam',
            namespace: NAMESPACE,
            services: ['cart'],
            files: ['clusters/x/cart/configmap.yaml'],
            evidence: 0,
            fields: [
              {
                kind: 'env',
                path: 'TTL',
                before: '1800',
                after: '30m',
                file: 'clusters/x/cart/configmap.yaml',
              },
            ],
          },
        ],
      },
    },
    [
      'Container app of cart keeps ending with exit code 1 in both pods',
      'bad-config 0.96: cart stops at start because of its configuration after commit 01234567 "Longer carts" (TTL changed from "1800" to "30m"). It says: "invalid configuration: TTL must be a number".',
    ],
  ],
  [
    containerCrashLoop,
    'a crash after a new image, without a word about configuration',
    {
      kubernetes: [
        cart({ ready: false, container: ended({ exitCode: 134 }) }),
        {
          lastWords: {
            [`${NAMESPACE}/cart-1-0/app`]: ['panic: index out of range [3]'],
          },
        },
      ],
      changes: { rollouts: [rollout('cart')] },
    },
    [
      'Container app of cart keeps ending with exit code 134 in the only pod',
      'code-regression 0.85: cart keeps crashing after the rollout of revision 2 (image changed from "cart:1" to "cart:2"). It says: "panic: index out of range [3]".',
    ],
  ],
  [
    containerCrashLoop,
    'a crash out of nowhere',
    { kubernetes: [cart({ ready: false, container: ended({ exitCode: 2 }) })] },
    [
      'Container app of cart keeps ending with exit code 2 in the only pod',
      'other 0.6: cart keeps crashing.',
    ],
  ],
  [
    containerCrashLoop,
    'a memory kill, which has a rule of its own',
    {
      kubernetes: [
        cart({
          ready: false,
          container: ended({ exitCode: 137, reason: 'OOMKilled' }),
        }),
      ],
    },
    [],
  ],
  [
    containerCrashLoop,
    'one crash that the container got over',
    {
      kubernetes: [
        cart({ container: ended({ exitCode: 1, restarts: 1, running: true }) }),
      ],
    },
    [],
  ],
  [
    containerCrashLoop,
    'crashes before the window',
    {
      kubernetes: [
        cart({ container: ended({ exitCode: 1, at: -30, running: true }) }),
      ],
    },
    [],
  ],
  [
    containerCrashLoop,
    'a container that did its work',
    { kubernetes: [cart({ ready: false, container: ended({ exitCode: 0 }) })] },
    [],
  ],
  [
    containerCrashLoop,
    'a kill by the liveness probe',
    {
      kubernetes: [
        cart({ ready: false, container: ended({ exitCode: 143 }) }),
        {
          events: [
            event(
              'Pod',
              'cart-1-0',
              'Killing',
              'Container app failed liveness probe, will be restarted',
            ),
          ],
        },
      ],
    },
    [],
  ],
  // ---- memory
  [
    containerOomKilled,
    'kills after a rollout',
    {
      kubernetes: [
        cart(
          {
            limits: { memory: '448Mi' },
            container: ended({
              exitCode: 137,
              reason: 'OOMKilled',
              running: true,
            }),
          },
          {},
        ),
      ],
      changes: { rollouts: [rollout('cart')] },
    },
    [
      'Container app of cart was killed for memory in 1 of 2 pods, limit 448Mi',
      'out-of-memory 0.95: cart needs more memory than its limit of 448Mi and is killed for it after the rollout of revision 2 (image changed from "cart:1" to "cart:2").',
    ],
  ],
  [
    containerOomKilled,
    'a limit that was lowered',
    {
      kubernetes: [
        cart({
          ready: false,
          limits: { memory: '64Mi' },
          container: ended({ exitCode: 137, reason: 'OOMKilled' }),
        }),
      ],
      changes: {
        rollouts: [
          rollout('cart', {
            fields: [
              {
                kind: 'resources',
                path: 'containers[app].resources.limits.memory',
                before: '448Mi',
                after: '64Mi',
              },
            ],
          }),
        ],
      },
    },
    [
      'Container app of cart was killed for memory in the only pod, limit 64Mi',
      'out-of-memory 0.95: cart needs more memory than its limit of 64Mi and is killed for it after the rollout of revision 2 (resources.limits.memory changed from "448Mi" to "64Mi").',
    ],
  ],
  [
    containerOomKilled,
    'a kill of yesterday',
    {
      kubernetes: [
        cart({
          container: ended({
            exitCode: 137,
            reason: 'OOMKilled',
            at: -900,
            running: true,
          }),
        }),
      ],
    },
    [],
  ],
  [
    containerOomKilled,
    'another exit with code 137',
    {
      kubernetes: [cart({ ready: false, container: ended({ exitCode: 137 }) })],
    },
    [],
  ],
  // ---- probes
  [
    probeFailing,
    'a probe whose path was changed',
    {
      kubernetes: [
        cart({ ready: false, since: 50, container: { ready: false } }),
        { events: [probe404('cart-1-0')] },
      ],
      changes: {
        rollouts: [
          rollout('cart', {
            fields: [
              {
                kind: 'probe',
                path: 'containers[app].readinessProbe',
                before: '/ready',
                after: '/healthz',
              },
            ],
          }),
        ],
      },
    },
    [
      'The readiness probe fails in the only pod of cart: Readiness probe failed: HTTP probe failed with statuscode: 404',
      'probe-failure 0.95: cart runs, but its readiness probe fails (Readiness probe failed: HTTP probe failed with statuscode: 404) after the rollout of revision 2, so it gets no traffic. In that change readinessProbe changed from "/ready" to "/healthz".',
    ],
  ],
  [
    probeFailing,
    'containers that are killed for their liveness',
    {
      kubernetes: [
        cart({ container: { restartCount: 4 } }),
        {
          events: [
            event(
              'Pod',
              'cart-1-0',
              'Unhealthy',
              'Liveness probe failed: timeout',
            ),
            event(
              'Pod',
              'cart-1-0',
              'Killing',
              'Container app failed liveness probe, will be restarted',
            ),
          ],
        },
      ],
    },
    [
      'The liveness probe fails in the only pod of cart: Liveness probe failed: timeout',
      'probe-failure 0.82: cart runs, but its liveness probe fails (Liveness probe failed: timeout), so it gets no traffic.',
    ],
  ],
  [
    probeFailing,
    'a pod that is starting',
    {
      kubernetes: [
        cart({ ready: false, since: 59.5, container: { ready: false } }),
        { events: [probe404('cart-1-0', { at: 59.8 })] },
      ],
    },
    [],
  ],
  [
    probeFailing,
    'a failure that is over',
    { kubernetes: [cart({}), { events: [probe404('cart-1-0', { at: 30 })] }] },
    [],
  ],
  [
    probeFailing,
    'the event of a Service of the same name',
    {
      kubernetes: [
        cart({ ready: false, since: 50, container: { ready: false } }),
        {
          events: [
            event(
              'Service',
              'cart-1-0',
              'Unhealthy',
              'Readiness probe failed: x',
            ),
          ],
        },
      ],
    },
    [],
  ],
  [
    probeFailing,
    'pods of a node that is not ready',
    {
      kubernetes: [
        cart({
          ready: false,
          since: 50,
          node: 'n1',
          container: { ready: false },
        }),
        {
          events: [probe404('cart-1-0')],
          nodes: [
            {
              metadata: { name: 'n1' },
              status: { conditions: [{ type: 'Ready', status: 'Unknown' }] },
            },
          ],
        },
      ],
    },
    [],
  ],
  // ---- configuration that is not there
  [
    configMissing,
    'a ConfigMap that nobody created',
    {
      kubernetes: [
        cart({
          ready: false,
          phase: 'Pending',
          container: waiting(
            'CreateContainerConfigError',
            'configmap "cart-settings" not found',
          ),
        }),
      ],
    },
    [
      'ConfigMap cart-settings is missing, so the only pod of cart cannot start',
      'missing-config 0.95: cart cannot start because ConfigMap cart-settings, which it refers to, does not exist.',
    ],
  ],
  [
    configMissing,
    'a key that is not in its Secret',
    {
      kubernetes: [
        cart({
          ready: false,
          container: waiting(
            'CreateContainerConfigError',
            "couldn't find key url in Secret team-a-prod/db",
          ),
        }),
      ],
    },
    [
      'key url of Secret db is missing, so the only pod of cart cannot start',
      'missing-config 0.95: cart cannot start because key url of Secret db, which it refers to, does not exist.',
    ],
  ],
  [
    configMissing,
    'a volume of a Secret that is not there',
    {
      kubernetes: [
        cart({ ready: false, container: waiting('ContainerCreating', '') }),
        {
          events: [
            event(
              'Pod',
              'cart-1-0',
              'FailedMount',
              'MountVolume.SetUp failed for volume "tls" : secret "cart-tls" not found',
            ),
          ],
        },
      ],
    },
    [
      'Secret cart-tls is missing, so the only pod of cart cannot start',
      'missing-config 0.95: cart cannot start because Secret cart-tls, which it refers to, does not exist.',
    ],
  ],
  [
    configMissing,
    'a mount that failed once and is there now',
    {
      kubernetes: [
        cart({}),
        {
          events: [
            event('Pod', 'cart-1-0', 'FailedMount', 'configmap "x" not found'),
          ],
        },
      ],
    },
    [],
  ],
  [
    configMissing,
    'a mount that fails for another reason',
    {
      kubernetes: [
        cart({ ready: false, container: waiting('ContainerCreating', '') }),
        { events: [event('Pod', 'cart-1-0', 'FailedMount', 'timed out')] },
      ],
    },
    [],
  ],
  // ---- scheduling
  [
    podUnschedulable,
    'a request that no node can fill',
    {
      kubernetes: [
        workload('cart', {
          replicaSets: [replicaSet('cart', 1)],
          pods: [
            pod('cart', {
              ready: false,
              phase: 'Pending',
              created: 51,
              conditions: [
                {
                  type: 'PodScheduled',
                  status: 'False',
                  reason: 'Unschedulable',
                  message: '0/3 nodes are available: 3 Insufficient cpu.',
                },
              ],
            }),
          ],
        }),
      ],
      changes: {
        rollouts: [
          rollout('cart', {
            fields: [
              {
                kind: 'resources',
                path: 'containers[app].resources.requests.cpu',
                before: '200m',
                after: '6',
              },
            ],
          }),
        ],
      },
    },
    [
      'No node can take the only pod of cart: 0/3 nodes are available: 3 Insufficient cpu.',
      'unschedulable 0.95: Pods of cart find no node to run on (0/3 nodes are available: 3 Insufficient cpu.) after the rollout of revision 2 (resources.requests.cpu changed from "200m" to "6").',
    ],
  ],
  [
    podUnschedulable,
    'a pod that was scheduled',
    {
      kubernetes: [
        cart({ conditions: [{ type: 'PodScheduled', status: 'True' }] }),
      ],
    },
    [],
  ],
  [
    podUnschedulable,
    'a pod behind a scheduling gate',
    {
      kubernetes: [
        cart({
          ready: false,
          conditions: [
            {
              type: 'PodScheduled',
              status: 'False',
              reason: 'SchedulingGated',
            },
          ],
        }),
      ],
    },
    [],
  ],
];

describe('rules about pods', () => {
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
      expect(finding.onset).toMatch(/^2026-11-20T/);
    }
  });
});
