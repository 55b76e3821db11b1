import { both, call, withRedis } from '../__testUtils__/callees';
import { ruleTest } from '../__testUtils__/ruleTest';
import {
  measured,
  rollout,
  signal,
  steady,
  workload,
} from '../__testUtils__/snapshot';
import { latencyRisen } from './latencyRisen';

ruleTest(latencyRisen, {
  sees: [
    [
      'a slow dependency and who waits for it',
      {
        subject: withRedis,
        kubernetes: both,
        metrics: {
          services: [
            measured('cart', { 'latency-p95': signal(2.4, 0.023) }),
            measured('redis', { 'latency-p95': signal(1, 0.005) }),
          ],
          callees: [call('redis', { latencyP95: signal(1, 0.005) })],
        },
      },
      [
        'warning: The response time of cart rose from 23 ms to 2.4 s, waiting for redis',
        'warning: The response time of redis rose from 5 ms to 1 s',
        'slow-dependency 0.88: redis answers slowly, and everything that waits for it is slow: its response time rose from 5 ms to 1 s, while nothing that it calls is slower.',
      ],
    ],
    [
      'a release that made a service slow',
      {
        kubernetes: [workload('cart')],
        metrics: {
          services: [measured('cart', { 'latency-p95': signal(0.9, 0.1) })],
        },
        changes: { rollouts: [rollout('cart')] },
      },
      [
        'warning: The response time of cart rose from 100 ms to 900 ms',
        'code-regression 0.85: cart answers slowly after the rollout of revision 2 (image changed from "cart:1" to "cart:2"): its response time rose from 100 ms to 900 ms.',
      ],
    ],
  ],
  isSilentOn: [
    [
      'steady response times',
      {
        kubernetes: [workload('cart')],
        metrics: {
          services: [measured('cart', { 'latency-p95': steady(0.1) })],
        },
      },
    ],
  ],
});
