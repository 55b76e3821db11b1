import { NAMESPACE, minute, pod, service, workload } from './snapshot';
import { SnapshotOptions } from './say';

export const at = (m: number) => new Date(minute(m));

export const autoscaler = (
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

export const condition = (
  type: string,
  status: string,
  reason: string,
  message = 'x',
) => ({ type, status, reason, message, lastTransitionTime: at(50) });

export const AT_MAXIMUM = condition(
  'ScalingLimited',
  'True',
  'TooManyReplicas',
);

export const refers = (
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

export const everything = {
  envFrom: [{ configMapRef: { name: 'cart-config' } }],
};

export const daemonSet = (
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
