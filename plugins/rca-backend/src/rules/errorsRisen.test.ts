import { both, call, ratio, withRedis } from '../__testUtils__/callees';
import { ruleTest } from '../__testUtils__/ruleTest';
import {
  NAMESPACE,
  measured,
  minute,
  rollout,
  signal,
  steady,
  workload,
} from '../__testUtils__/snapshot';
import { errorsRisen } from './errorsRisen';

ruleTest(errorsRisen, {
  sees: [
    [
      'errors of a service itself after a release',
      {
        kubernetes: [workload('cart')],
        metrics: {
          services: [
            measured('cart', { 'error-ratio': signal(0.34, 0.001, ratio) }),
          ],
        },
        logs: {
          templates: [
            {
              id: 't',
              template: 'TypeError: x is undefined',
              service: 'cart',
              namespace: NAMESPACE,
              pods: [],
              level: 'error',
              change: 'new',
              before: 0,
              after: 40,
              evidence: 0,
            },
          ],
        },
        changes: { rollouts: [rollout('cart')] },
      },
      [
        'critical: The error ratio of cart rose from 0.1 % to 34 %',
        'code-regression 0.9: cart fails requests by its own doing after the rollout of revision 2 (image changed from "cart:1" to "cart:2"): its error ratio rose from 0.1 % to 34 %, while what it calls answers as before. Its logs say: "TypeError: x is undefined".',
      ],
    ],
    [
      'errors that a dependency causes, without blaming the release',
      {
        subject: withRedis,
        kubernetes: both,
        metrics: {
          services: [
            measured('cart', { 'error-ratio': signal(0.5, 0, ratio) }),
          ],
          callees: [call('redis', { errorRatio: signal(0.5, 0, ratio) })],
        },
        changes: { rollouts: [rollout('cart')] },
      },
      [
        'critical: The error ratio of cart rose from 0 % to 50 %, with failing calls to redis',
      ],
    ],
    [
      'errors that the timeouts of a slow dependency cause',
      {
        subject: withRedis,
        kubernetes: both,
        metrics: {
          services: [
            measured('cart', { 'error-ratio': signal(0.02, 0, ratio) }),
          ],
          callees: [call('redis', { latencyP95: signal(1, 0.005) })],
        },
      },
      [
        'critical: The error ratio of cart rose from 0 % to 2 %, with slow calls to redis',
      ],
    ],
    [
      'errors that nothing explains',
      {
        kubernetes: [workload('cart')],
        metrics: {
          services: [
            measured('cart', { 'error-ratio': signal(0.2, 0, ratio) }),
          ],
        },
      },
      [
        'critical: The error ratio of cart rose from 0 % to 20 %',
        'other 0.45: cart fails requests by its own doing: its error ratio rose from 0 % to 20 %, and neither a change nor a dependency explains it.',
      ],
    ],
  ],
  isSilentOn: [
    [
      'the usual share of errors',
      {
        kubernetes: [workload('cart')],
        metrics: {
          services: [measured('cart', { 'error-ratio': steady(0.01, ratio) })],
        },
      },
    ],
    [
      'errors that became fewer',
      {
        kubernetes: [workload('cart')],
        metrics: {
          services: [
            measured('cart', {
              'error-ratio': signal(0, 0.2, {
                ...ratio,
                shift: { onset: minute(50), direction: 'down', score: 9 },
              }),
            }),
          ],
        },
      },
    ],
  ],
});
