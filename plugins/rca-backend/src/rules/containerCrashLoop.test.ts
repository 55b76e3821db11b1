import { carts } from '../__testUtils__/carts';
import { ruleTest } from '../__testUtils__/ruleTest';
import {
  NAMESPACE,
  ended,
  event,
  minute,
  rollout,
} from '../__testUtils__/snapshot';
import { containerCrashLoop } from './containerCrashLoop';

ruleTest(containerCrashLoop, {
  sees: [
    [
      'a crash that complains of a configuration value which a commit changed',
      {
        kubernetes: [
          carts(
            { ready: false, container: ended({ exitCode: 1 }) },
            { ready: false, container: ended({ exitCode: 1 }) },
          ),
          {
            lastWords: {
              [`${NAMESPACE}/cart-1-0/app`]: [
                '2026-11-20T10:55:00Z INFO starting',
                '2026-11-20T10:55:01Z ERROR invalid configuration: TTL must be a number',
              ],
            },
          },
        ],
        changes: {
          commits: [
            {
              at: minute(51),
              sha: '0123456789abcdef',
              subject: 'Longer carts',
              author: 'Adam',
              namespace: NAMESPACE,
              services: ['cart'],
              files: ['clusters/x/cart/configmap.yaml'],
              evidence: 0,
              fields: [
                {
                  kind: 'env',
                  path: 'TTL',
                  before: '1800',
                  after: '30m',
                  file: 'clusters/x/cart/configmap.yaml',
                },
              ],
            },
          ],
        },
      },
      [
        'critical: Container app of cart keeps ending with exit code 1 in both pods',
        'bad-config 0.96: cart stops at start because of its configuration after commit 01234567 "Longer carts" (TTL changed from "1800" to "30m"). It says: "invalid configuration: TTL must be a number".',
      ],
    ],
    [
      'a crash after a new image, without a word about configuration',
      {
        kubernetes: [
          carts({ ready: false, container: ended({ exitCode: 134 }) }),
          {
            lastWords: {
              [`${NAMESPACE}/cart-1-0/app`]: ['panic: index out of range [3]'],
            },
          },
        ],
        changes: { rollouts: [rollout('cart')] },
      },
      [
        'critical: Container app of cart keeps ending with exit code 134 in the only pod',
        'code-regression 0.85: cart keeps crashing after the rollout of revision 2 (image changed from "cart:1" to "cart:2"). It says: "panic: index out of range [3]".',
      ],
    ],
    [
      'a crash out of nowhere',
      {
        kubernetes: [
          carts({ ready: false, container: ended({ exitCode: 2 }) }),
        ],
      },
      [
        'critical: Container app of cart keeps ending with exit code 2 in the only pod',
        'other 0.6: cart keeps crashing.',
      ],
    ],
  ],
  isSilentOn: [
    [
      'a memory kill, which has a rule of its own',
      {
        kubernetes: [
          carts({
            ready: false,
            container: ended({ exitCode: 137, reason: 'OOMKilled' }),
          }),
        ],
      },
    ],
    [
      'one crash that the container got over',
      {
        kubernetes: [
          carts({
            container: ended({ exitCode: 1, restarts: 1, running: true }),
          }),
        ],
      },
    ],
    [
      'crashes before the window',
      {
        kubernetes: [
          carts({ container: ended({ exitCode: 1, at: -30, running: true }) }),
        ],
      },
    ],
    [
      'a container that did its work',
      {
        kubernetes: [
          carts({ ready: false, container: ended({ exitCode: 0 }) }),
        ],
      },
    ],
    [
      'a kill by the liveness probe',
      {
        kubernetes: [
          carts({ ready: false, container: ended({ exitCode: 143 }) }),
          {
            events: [
              event(
                'Pod',
                'cart-1-0',
                'Killing',
                'Container app failed liveness probe, will be restarted',
              ),
            ],
          },
        ],
      },
    ],
  ],
});
