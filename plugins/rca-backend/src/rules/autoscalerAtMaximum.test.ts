import { AT_MAXIMUM, autoscaler } from '../__testUtils__/platform';
import { ruleTest } from '../__testUtils__/ruleTest';
import {
  NAMESPACE,
  measured,
  signal,
  workload,
} from '../__testUtils__/snapshot';
import { autoscalerAtMaximum } from './autoscalerAtMaximum';

ruleTest(autoscalerAtMaximum, {
  sees: [
    [
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
      'a service that copes',
      {
        kubernetes: [workload('cart'), autoscaler([AT_MAXIMUM])],
        metrics: { services: [measured('cart', {})] },
      },
      ['info: The autoscaler of cart is at its maximum of 5 replicas'],
    ],
  ],
  isSilentOn: [
    [
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
    ],
  ],
});
