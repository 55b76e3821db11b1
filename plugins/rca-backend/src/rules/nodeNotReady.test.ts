import { ruleTest } from '../__testUtils__/ruleTest';
import { minute, pod, workload } from '../__testUtils__/snapshot';
import { nodeNotReady } from './nodeNotReady';

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

ruleTest(nodeNotReady, {
  sees: [
    [
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
  ],
  isSilentOn: [
    [
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
    ],
    [
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
    ],
  ],
});
