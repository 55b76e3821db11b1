import { carts } from '../__testUtils__/carts';
import { ruleTest } from '../__testUtils__/ruleTest';
import { pod, replicaSet, rollout, workload } from '../__testUtils__/snapshot';
import { podUnschedulable } from './podUnschedulable';

ruleTest(podUnschedulable, {
  sees: [
    [
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
        'critical: No node can take the only pod of cart: 0/3 nodes are available: 3 Insufficient cpu.',
        'unschedulable 0.95: Pods of cart find no node to run on (0/3 nodes are available: 3 Insufficient cpu.) after the rollout of revision 2 (resources.requests.cpu changed from "200m" to "6").',
      ],
    ],
  ],
  isSilentOn: [
    [
      'a pod that was scheduled',
      {
        kubernetes: [
          carts({ conditions: [{ type: 'PodScheduled', status: 'True' }] }),
        ],
      },
    ],
    [
      'a pod behind a scheduling gate',
      {
        kubernetes: [
          carts({
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
    ],
  ],
});
