import { V1Pod } from '@kubernetes/client-node';
import {
  changes,
  ended,
  event,
  minute,
  NAMESPACE,
  pod,
  rollout,
  waiting,
  workload,
} from '../__testUtils__/snapshot';
import { RuleCase, say, SnapshotOptions } from '../__testUtils__/say';
import { containerCannotStart } from './containerCannotStart';
import { imageDigestChanged } from './imageDigestChanged';
import { imagePullSecretMissing } from './imagePullSecretMissing';
import { imageWrongArchitecture } from './imageWrongArchitecture';
import { initContainerHanging } from './initContainerHanging';
import { podEvicted } from './podEvicted';
import { podSchedulingGated } from './podSchedulingGated';
import { podSetupFailing } from './podSetupFailing';
import { probeCannotPass } from './probeCannotPass';
import { volumeClaimUnbound } from './volumeClaimUnbound';
import { volumeNodeAffinity } from './volumeNodeAffinity';

type PodOptions = NonNullable<Parameters<typeof pod>[1]>;
const NAME = 'cart-1-0';

/** One pod of cart, with whatever is special about it. */
const cart = (
  options: PodOptions,
  patch: (made: V1Pod) => void = () => {},
  facts: object = {},
): SnapshotOptions => {
  const made = pod('cart', { name: NAME, ...options });
  patch(made);
  return { kubernetes: [workload('cart', { pods: [made] }), facts] };
};
const happened = (reason: string, message: string, options = {}) => ({
  events: [event('Pod', NAME, reason, message, options)],
});
const unscheduled = (reason: string, message?: string): PodOptions => ({
  phase: 'Pending',
  ready: false,
  conditions: [{ type: 'PodScheduled', status: 'False', reason, message }],
});
const creating = { ready: false, container: waiting('ContainerCreating', '') };

const withClaim = (made: V1Pod) => {
  made.spec!.volumes = [
    { name: 'data', persistentVolumeClaim: { claimName: 'cart-data' } },
  ];
};
const claim = (phase: string) => ({
  volumeClaims: [
    {
      metadata: { name: 'cart-data', namespace: NAMESPACE },
      spec: { volumeName: 'pv-1', storageClassName: 'fast' },
      status: { phase },
    },
  ],
});
const claimEvent = (reason: string, message: string) =>
  event('PersistentVolumeClaim', 'cart-data', reason, message);

const probing = (readinessProbe: object, ports: object[]) => (made: V1Pod) => {
  Object.assign(made.spec!.containers[0], { readinessProbe, ports });
};
const unhealthy = (message: string) =>
  happened('Unhealthy', `Readiness probe failed: ${message}`);
const REFUSED = unhealthy(
  'Get "http://10.0.0.1:8081/ready": dial tcp 10.0.0.1:8081: connect: connection refused',
);

const initialising =
  (
    options: {
      startedAt?: number;
      restartPolicy?: string;
      done?: boolean;
    } = {},
  ) =>
  (made: V1Pod) => {
    made.spec!.initContainers = [
      { name: 'migrate', restartPolicy: options.restartPolicy },
    ];
    made.status!.initContainerStatuses = [
      {
        name: 'migrate',
        image: 'm:1',
        imageID: '',
        ready: false,
        restartCount: 0,
        state: options.done
          ? { terminated: { exitCode: 0 } }
          : {
              running: { startedAt: new Date(minute(options.startedAt ?? 30)) },
            },
      },
    ];
  };

const digest = (
  name: string,
  letter: string,
  options: PodOptions & { image?: string } = {},
) =>
  pod('cart', {
    name,
    ...options,
    container: {
      imageID: `docker.io/cart@sha256:${letter.repeat(64)}`,
      ...options.container,
    },
  });
const digests = (...pods: V1Pod[]): SnapshotOptions => ({
  kubernetes: [workload('cart', { pods })],
});

const cases: RuleCase[] = [
  // ---- scheduling gates
  [
    podSchedulingGated,
    'a gate that nobody lifts',
    cart(unscheduled('SchedulingGated', 'blocked'), made => {
      made.spec!.schedulingGates = [{ name: 'acme.io/quota' }];
    }),
    [
      'critical: A gate (acme.io/quota) keeps the only pod of cart from being scheduled',
      'unschedulable 0.9: Pods of cart are not scheduled because nobody lifted their gate (acme.io/quota).',
    ],
  ],
  [
    podSchedulingGated,
    'a pod that finds no node',
    cart(unscheduled('Unschedulable', 'x')),
    [],
  ],
  [podSchedulingGated, 'a pod that runs', cart({}), []],
  // ---- evictions
  [
    podEvicted,
    'an eviction for want of memory that left too few',
    {
      kubernetes: [
        workload('cart', {
          deployment: { replicas: 2, available: 1 },
          pods: [
            (() => {
              const made = pod('cart', {
                phase: 'Failed',
                ready: false,
                created: 20,
                node: 'n1',
              });
              Object.assign(made.status!, {
                reason: 'Evicted',
                message: 'The node was low on resource: memory.',
              });
              return made;
            })(),
            pod('cart', { name: 'b' }),
          ],
        }),
      ],
    },
    [
      'critical: A node got rid of 1 of 2 pods of cart: The node was low on resource: memory.',
      'node-failure 0.8: Pods of cart were thrown off their node (The node was low on resource: memory.), and not all are back.',
    ],
  ],
  [
    podEvicted,
    'an eviction that was made up for',
    cart({ phase: 'Failed', created: 20 }, made => {
      Object.assign(made.status!, {
        reason: 'Evicted',
        message: 'low on disk',
      });
    }),
    ['info: A node got rid of the only pod of cart: low on disk'],
  ],
  [
    podEvicted,
    'a pod that made room for a more important one',
    {
      kubernetes: [
        workload('cart', {
          deployment: { replicas: 1, available: 0 },
          pods: [
            pod('cart', {
              ready: false,
              conditions: [
                {
                  type: 'DisruptionTarget',
                  status: 'True',
                  reason: 'PreemptionByScheduler',
                  message:
                    'default-scheduler: preempting to accommodate a higher priority pod',
                  lastTransitionTime: new Date(minute(50)),
                },
              ],
            }),
          ],
        }),
      ],
    },
    [
      'critical: A node got rid of the only pod of cart: default-scheduler: preempting to accommodate a higher priority pod',
      'node-failure 0.8: Pods of cart were thrown off their node (default-scheduler: preempting to accommodate a higher priority pod), and not all are back.',
    ],
  ],
  [
    podEvicted,
    'an eviction of last week, whose pod lies around',
    cart({ phase: 'Failed', created: -9_000 }, made => {
      Object.assign(made.status!, { reason: 'Evicted' });
    }),
    [],
  ],
  [
    podEvicted,
    'a pod that failed by itself',
    cart({ phase: 'Failed', created: 20 }, made => {
      Object.assign(made.status!, { reason: 'DeadlineExceeded' });
    }),
    [],
  ],
  // ---- volumes and sandboxes
  [
    podSetupFailing,
    'a volume that cannot be mounted, although other events came after',
    cart(creating, undefined, {
      events: [
        event(
          'Pod',
          NAME,
          'FailedMount',
          'MountVolume.SetUp failed for volume "data": timed out',
          { at: 50 },
        ),
        event('Pod', NAME, 'Scheduled', 'assigned', { at: 55, type: 'Normal' }),
      ],
    }),
    [
      'critical: The node cannot set up the only pod of cart: FailedMount: MountVolume.SetUp failed for volume "data": timed out',
      'storage 0.88: cart cannot start because a volume cannot be mounted (FailedMount: MountVolume.SetUp failed for volume "data": timed out).',
    ],
  ],
  [
    podSetupFailing,
    'a network plugin without addresses',
    cart(
      creating,
      undefined,
      happened('FailedCreatePodSandBox', 'plugin type="calico" failed: no IPs'),
    ),
    [
      'critical: The node cannot set up the only pod of cart: FailedCreatePodSandBox: plugin type="calico" failed: no IPs',
      'node-failure 0.88: cart cannot start because its node cannot give it a network (FailedCreatePodSandBox: plugin type="calico" failed: no IPs).',
    ],
  ],
  [
    podSetupFailing,
    'a missing ConfigMap, which has a rule of its own',
    cart(
      creating,
      undefined,
      happened('FailedMount', 'configmap "x" not found'),
    ),
    [],
  ],
  [
    podSetupFailing,
    "another object's event of the same name",
    cart(creating, undefined, {
      events: [event('Service', NAME, 'FailedMount', 'x')],
    }),
    [],
  ],
  [
    podSetupFailing,
    'a pod that runs by now',
    cart({}, undefined, happened('FailedMount', 'timed out')),
    [],
  ],
  // ---- images and commands
  [
    imageWrongArchitecture,
    'a program for another processor',
    {
      ...cart(
        { ready: false, node: 'n1', container: ended({ exitCode: 1 }) },
        undefined,
        {
          lastWords: {
            [`${NAMESPACE}/${NAME}/app`]: ['exec /app/cart: exec format error'],
          },
          nodes: [
            {
              metadata: { name: 'n1' },
              status: { nodeInfo: { architecture: 'arm64' } },
            },
          ],
        },
      ),
      changes: changes({ rollouts: [rollout('cart', { at: minute(-99) })] }),
    },
    [
      'critical: Image cart:1 on n1 (arm64) is for another processor in the only pod of cart',
      'bad-image 0.97: cart cannot run because its image was not built for the processor of the node (cart:1 on n1 (arm64)) after the rollout of revision 2 (image changed from "cart:1" to "cart:2").',
    ],
  ],
  [
    imageWrongArchitecture,
    'a registry that has no build for the node',
    cart({
      ready: false,
      container: waiting(
        'ErrImagePull',
        'no matching manifest for linux/arm64/v8 in the manifest list entries',
      ),
    }),
    [
      'critical: Image cart:1 is for another processor in the only pod of cart',
      'bad-image 0.97: cart cannot run because its image was not built for the processor of the node (cart:1).',
    ],
  ],
  [
    imageWrongArchitecture,
    'another crash',
    cart(
      { ready: false, container: ended({ exitCode: 1 }) },
      undefined,
      happened('BackOff', 'Back-off restarting'),
    ),
    [],
  ],
  [
    containerCannotStart,
    'a command that is not in the image',
    cart({
      ready: false,
      container: waiting(
        'RunContainerError',
        'exec: "/app/crat": stat /app/crat: no such file or directory',
      ),
    }),
    [
      'critical: The container cannot be started in the only pod of cart: exec: "/app/crat": stat /app/crat: no such file or directory',
      'bad-config 0.93: cart cannot be started (exec: "/app/crat": stat /app/crat: no such file or directory).',
    ],
  ],
  [
    containerCannotStart,
    'a start that failed before and is tried again, after another image',
    {
      ...cart({
        ready: false,
        created: 51,
        container: ended({ exitCode: 128, reason: 'StartError' }),
      }),
      changes: { rollouts: [rollout('cart')] },
    },
    [
      'critical: The container cannot be started in the only pod of cart: StartError',
      'bad-image 0.93: cart cannot be started (StartError) after the rollout of revision 2 (image changed from "cart:1" to "cart:2").',
    ],
  ],
  [
    containerCannotStart,
    'a crash of the application',
    cart({ ready: false, container: ended({ exitCode: 1 }) }),
    [],
  ],
  [
    containerCannotStart,
    'a program for another processor',
    cart({
      ready: false,
      container: waiting('RunContainerError', 'exec format error'),
    }),
    [],
  ],
  [
    imagePullSecretMissing,
    "a registry's credentials that are not there",
    cart(
      { ready: false, container: waiting('ImagePullBackOff', 'x') },
      undefined,
      happened(
        'FailedToRetrieveImagePullSecret',
        'Unable to retrieve some image pull secrets (registry); attempting to pull the image may not succeed.',
      ),
    ),
    [
      "critical: Secret registry with the registry's credentials is missing for the only pod of cart",
      "missing-config 0.97: cart cannot pull its image because Secret registry, which holds the registry's credentials, is not there.",
    ],
  ],
  [
    imagePullSecretMissing,
    'credentials that are missing and not needed',
    cart(
      {},
      undefined,
      happened(
        'FailedToRetrieveImagePullSecret',
        'Unable to retrieve some image pull secrets (registry)',
      ),
    ),
    [],
  ],
  [
    imagePullSecretMissing,
    'an image that does not exist',
    cart(
      { ready: false, container: waiting('ErrImagePull', 'x') },
      undefined,
      happened('Failed', 'not found'),
    ),
    [],
  ],
  [
    imageDigestChanged,
    'a tag that was moved to a build that does not come up',
    digests(
      digest('a', 'a'),
      digest('b', 'b', {
        created: 40,
        ready: false,
        container: { ready: false },
      }),
    ),
    [
      'critical: Tag cart:1 of cart was moved: 1 pod runs another build than the other 1',
      'code-regression 0.9: Tag cart:1 was moved to another build, and the pods of cart that started with it do not become ready, while those of the old build do.',
    ],
  ],
  [
    imageDigestChanged,
    'a moved tag that does no harm',
    digests(
      digest('a', 'a'),
      digest('b', 'b', { created: 40 }),
      digest('c', 'b', { created: 41 }),
    ),
    [
      'info: Tag cart:1 of cart was moved: 2 pods run another build than the other 1',
    ],
  ],
  [
    imageDigestChanged,
    'one build',
    digests(digest('a', 'a'), digest('b', 'a', { created: 40 })),
    [],
  ],
  [
    imageDigestChanged,
    'a rollout to another tag',
    digests(digest('a', 'a'), digest('b', 'b', { image: 'cart:2' })),
    [],
  ],
  [
    imageDigestChanged,
    'an image by its digest',
    digests(
      digest('a', 'a', { image: 'cart@sha256:a' }),
      digest('b', 'b', { image: 'cart@sha256:a' }),
    ),
    [],
  ],
  // ---- init containers
  [
    initContainerHanging,
    'an init container that waits for ever',
    cart(
      {
        phase: 'Pending',
        ready: false,
        container: waiting('PodInitializing', ''),
      },
      initialising(),
    ),
    [
      'critical: An init container holds up the only pod of cart: migrate runs for 30 min',
      'bad-config 0.88: cart does not begin because its init container does not end (migrate runs for 30 min).',
    ],
  ],
  [
    initContainerHanging,
    'one that has just begun',
    cart({ ready: false }, initialising({ startedAt: 57 })),
    [],
  ],
  [
    initContainerHanging,
    'a sidecar, which is meant to run',
    cart({}, initialising({ restartPolicy: 'Always' })),
    [],
  ],
  [
    initContainerHanging,
    'one that is done',
    cart({}, initialising({ done: true })),
    [],
  ],
  // ---- probes
  [
    probeCannotPass,
    'a probe of a port by a name that the container has not',
    cart(
      { ready: false },
      probing({ httpGet: { path: '/ready', port: 'http' } }, [
        { name: 'web', containerPort: 8080 },
      ]),
    ),
    [
      'critical: In the only pod of cart the readiness probe asks port "http", and the container has port 8080 (web)',
      'probe-failure 0.96: cart cannot become ready: the readiness probe asks port "http", and the container has port 8080 (web).',
    ],
  ],
  [
    probeCannotPass,
    'a probe of another port that is refused, since a change of the probe',
    {
      ...cart(
        { ready: false, created: 51 },
        probing({ tcpSocket: { port: 8081 } }, [{ containerPort: 8080 }]),
        REFUSED,
      ),
      changes: {
        rollouts: [
          rollout('cart', {
            fields: [
              {
                kind: 'probe',
                path: 'containers[app].readinessProbe',
                before: 'a',
                after: 'b',
              },
            ],
          }),
        ],
      },
    },
    [
      'critical: In the only pod of cart the readiness probe asks port 8081, and the container has port 8080',
      'probe-failure 0.96: cart cannot become ready: the readiness probe asks port 8081, and the container has port 8080, since readinessProbe changed from "a" to "b".',
    ],
  ],
  [
    probeCannotPass,
    'a port that is not in the list and answers something else',
    cart(
      { ready: false },
      probing({ httpGet: { port: 8081 } }, [{ containerPort: 8080 }]),
      unhealthy('HTTP probe failed with statuscode: 500'),
    ),
    [],
  ],
  [
    probeCannotPass,
    'a container without a list of ports',
    cart({ ready: false }, probing({ httpGet: { port: 8081 } }, []), REFUSED),
    [],
  ],
  [
    probeCannotPass,
    'a probe that fits',
    cart(
      { ready: false },
      probing({ httpGet: { port: 'web' } }, [
        { name: 'web', containerPort: 8081 },
      ]),
      REFUSED,
    ),
    [],
  ],
  [
    probeCannotPass,
    'a container that is ready all the same',
    cart({}, probing({ httpGet: { port: 'http' } }, [])),
    [],
  ],
  [
    probeCannotPass,
    'a probe by a command',
    cart({ ready: false }, probing({ exec: { command: ['x'] } }, [])),
    [],
  ],
  // ---- storage
  [
    volumeNodeAffinity,
    'a volume in a zone without room',
    cart(
      unscheduled(
        'Unschedulable',
        '0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had volume node affinity conflict.',
      ),
      withClaim,
      claim('Bound'),
    ),
    [
      'critical: The volume of the only pod of cart is bound to other nodes (cart-data: 2 node(s) had volume node affinity conflict)',
      'storage 0.97: Pods of cart find no node because their volume is bound to nodes that have no room or are gone (cart-data: 2 node(s) had volume node affinity conflict).',
    ],
  ],
  [
    volumeNodeAffinity,
    'a pod that is too large',
    cart(
      unscheduled(
        'Unschedulable',
        '0/3 nodes are available: 3 Insufficient cpu.',
      ),
      withClaim,
    ),
    [],
  ],
  [
    volumeNodeAffinity,
    'a pod that was placed since',
    cart({
      conditions: [
        {
          type: 'PodScheduled',
          status: 'True',
          message: '2 node(s) had volume node affinity conflict',
        },
      ],
    }),
    [],
  ],
  [
    volumeClaimUnbound,
    'a storage class that is not there, although other events came after',
    cart(unscheduled('Unschedulable', 'x'), withClaim, {
      ...claim('Pending'),
      events: [
        claimEvent(
          'ProvisioningFailed',
          'storageclass.storage.k8s.io "fast" not found',
        ),
        event(
          'PersistentVolumeClaim',
          'cart-data',
          'ExternalProvisioning',
          'waiting',
          { at: 59, type: 'Normal' },
        ),
      ],
    }),
    [
      'critical: PersistentVolumeClaim cart-data is not bound: storageclass.storage.k8s.io "fast" not found',
      'storage 0.96: cart cannot run because PersistentVolumeClaim cart-data has no volume: storageclass.storage.k8s.io "fast" not found.',
    ],
  ],
  [
    volumeClaimUnbound,
    'a lost volume',
    cart({}, withClaim, claim('Lost')),
    [
      'critical: PersistentVolumeClaim cart-data is lost: its volume pv-1 is gone',
      'storage 0.96: cart cannot run because PersistentVolumeClaim cart-data has no volume: its volume pv-1 is gone.',
    ],
  ],
  [
    volumeClaimUnbound,
    'a claim that nobody uses',
    { kubernetes: [claim('Lost')] },
    ['info: PersistentVolumeClaim cart-data is lost: its volume pv-1 is gone'],
  ],
  [
    volumeClaimUnbound,
    'a claim that waits for its first consumer',
    cart({}, withClaim, {
      ...claim('Pending'),
      events: [claimEvent('WaitForFirstConsumer', 'waiting')],
    }),
    [],
  ],
  [
    volumeClaimUnbound,
    'a bound claim',
    cart({}, withClaim, {
      ...claim('Bound'),
      events: [claimEvent('ProvisioningFailed', 'before')],
    }),
    [],
  ],
];

describe('rules about pods that do not start', () => {
  it.each(
    cases.map(
      ([rule, name, options, says]) =>
        [rule.id, name, rule, options, says] as const,
    ),
  )('%s: %s', (_id, _name, rule, options, says) => {
    expect(say(rule, options)).toEqual(says);
  });
});
