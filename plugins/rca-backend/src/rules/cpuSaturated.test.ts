import { ruleTest } from '../__testUtils__/ruleTest';
import {
  measured,
  rollout,
  signal,
  steady,
  workload,
} from '../__testUtils__/snapshot';
import { cpuSaturated } from './cpuSaturated';

const cpu = { kind: 'cpu-throttling', unit: 'ratio' } as const;

ruleTest(cpuSaturated, {
  sees: [
    [
      'throttling that slows answers after a limit was cut',
      {
        kubernetes: [workload('cart')],
        metrics: {
          services: [
            measured('cart', {
              'cpu-throttling': signal(0.94, 0, cpu),
              'cpu-of-limit': signal(1, 0.3, cpu),
              'latency-p95': signal(4.2, 0.2),
            }),
          ],
        },
        changes: {
          rollouts: [
            rollout('cart', {
              fields: [
                {
                  kind: 'resources',
                  path: 'containers[app].resources.limits.cpu',
                  before: '500m',
                  after: '40m',
                },
              ],
            }),
          ],
        },
      },
      [
        'critical: cart is at its CPU limit: it uses 100 % of its limit and is throttled in 94 % of the periods',
        'cpu-saturation 0.9: cart has too little CPU: it uses 100 % of its limit and is throttled in 94 % of the periods after the rollout of revision 2 (resources.limits.cpu changed from "500m" to "40m").',
      ],
    ],
    [
      'throttling that hurts nobody yet',
      {
        kubernetes: [workload('cart')],
        metrics: {
          services: [
            measured('cart', {
              'cpu-throttling': signal(0.5, 0, cpu),
              'latency-p95': steady(0.2),
            }),
          ],
        },
      },
      [
        'warning: cart is at its CPU limit: is throttled in 50 % of the periods',
        'cpu-saturation 0.4: cart has too little CPU: is throttled in 50 % of the periods.',
      ],
    ],
  ],
  isSilentOn: [
    [
      'CPU that rose within the limit',
      {
        kubernetes: [workload('cart')],
        metrics: {
          services: [
            measured('cart', {
              'cpu-of-limit': signal(0.5, 0.2, { ...cpu, anomalous: false }),
            }),
          ],
        },
      },
    ],
  ],
});
