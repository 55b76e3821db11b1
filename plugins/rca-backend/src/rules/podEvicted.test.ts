import { cart } from '../__testUtils__/cartPod';
import { ruleTest } from '../__testUtils__/ruleTest';
import { minute, pod, workload } from '../__testUtils__/snapshot';
import { podEvicted } from './podEvicted';

ruleTest(podEvicted, {
  sees: [
    [
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
  ],
  isSilentOn: [
    [
      'an eviction of last week, whose pod lies around',
      cart({ phase: 'Failed', created: -9_000 }, made => {
        Object.assign(made.status!, { reason: 'Evicted' });
      }),
    ],
    [
      'a pod that failed by itself',
      cart({ phase: 'Failed', created: 20 }, made => {
        Object.assign(made.status!, { reason: 'DeadlineExceeded' });
      }),
    ],
  ],
});
