import { daemonSet } from '../__testUtils__/platform';
import { ruleTest } from '../__testUtils__/ruleTest';
import { NAMESPACE, minute, workload } from '../__testUtils__/snapshot';
import { scaledToZero } from './scaledToZero';

ruleTest(scaledToZero, {
  sees: [
    [
      'a workload that was turned off and is missed',
      {
        kubernetes: [
          workload('cart', { deployment: { replicas: 0 }, pods: [] }),
        ],
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
      'a workload that has long been off',
      {
        kubernetes: [
          workload('cart', { deployment: { replicas: 0 }, pods: [] }),
        ],
      },
      ['info: cart is scaled to zero while Service cart points to it'],
    ],
  ],
  isSilentOn: [
    [
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
    ],
    ['a workload that runs', { kubernetes: [workload('cart')] }],
    ['a DaemonSet for which there is no node', daemonSet(0, 0)],
  ],
});
