import { ruleTest } from '../__testUtils__/ruleTest';
import { SnapshotOptions } from '../__testUtils__/say';
import { NAMESPACE, pod, workload } from '../__testUtils__/snapshot';
import { disruptionBudgetBlocks } from './disruptionBudgetBlocks';

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

ruleTest(disruptionBudgetBlocks, {
  sees: [
    [
      'a pod that may not leave a node that shall be drained',
      budget(),
      [
        'info: PodDisruptionBudget cart keeps 1 pod on n1, which shall be drained (1 healthy, 1 wanted)',
      ],
    ],
  ],
  isSilentOn: [
    ['a budget that lets one go', budget({ allowed: 1 })],
    ['nobody who drains', budget({ cordoned: false })],
    ['a budget of other pods', budget({ selector: 'search' })],
    ['nodes that cannot be read', budget({ nodes: false })],
  ],
});
