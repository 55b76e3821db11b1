import { carts } from '../__testUtils__/carts';
import { ruleTest } from '../__testUtils__/ruleTest';
import {
  ended,
  measured,
  rollout,
  signal,
  steady,
} from '../__testUtils__/snapshot';
import { containerOomKilled } from './containerOomKilled';

ruleTest(containerOomKilled, {
  sees: [
    [
      'kills after a rollout',
      {
        kubernetes: [
          carts(
            {
              limits: { memory: '448Mi' },
              container: ended({
                exitCode: 137,
                reason: 'OOMKilled',
                running: true,
              }),
            },
            {},
          ),
        ],
        changes: { rollouts: [rollout('cart')] },
      },
      [
        'critical: Container app of cart was killed for memory in 1 of 2 pods, limit 448Mi',
        'out-of-memory 0.95: cart needs more memory than its limit of 448Mi and is killed for it after the rollout of revision 2 (image changed from "cart:1" to "cart:2").',
      ],
    ],
    [
      'a limit that was lowered',
      {
        kubernetes: [
          carts({
            ready: false,
            limits: { memory: '64Mi' },
            container: ended({ exitCode: 137, reason: 'OOMKilled' }),
          }),
        ],
        changes: {
          rollouts: [
            rollout('cart', {
              fields: [
                {
                  kind: 'resources',
                  path: 'containers[app].resources.limits.memory',
                  before: '448Mi',
                  after: '64Mi',
                },
              ],
            }),
          ],
        },
      },
      [
        'critical: Container app of cart was killed for memory in the only pod, limit 64Mi',
        'out-of-memory 0.95: cart needs more memory than its limit of 64Mi and is killed for it after the rollout of revision 2 (resources.limits.memory changed from "448Mi" to "64Mi").',
      ],
    ],
    [
      'what the metrics show of it',
      {
        kubernetes: [
          carts({
            container: ended({ exitCode: 137, reason: 'OOMKilled' }),
          }),
        ],
        metrics: {
          services: [
            measured('cart', {
              // As it is after a kill: too jagged to be an anomaly.
              'memory-of-limit': steady(0.6, {
                kind: 'memory-of-limit',
                unit: 'ratio',
                evidence: [4],
              }),
              restarts: signal(3, 0, {
                kind: 'restarts',
                unit: 'restarts',
                evidence: [5],
              }),
            }),
          ],
        },
      },
      [
        'critical: Container app of cart was killed for memory in the only pod',
        'out-of-memory 0.95: cart needs more memory than its limit and is killed for it.',
      ],
      ({ evidence }) =>
        expect(evidence).toEqual(
          expect.arrayContaining([
            { source: 'metrics', index: 4 },
            { source: 'metrics', index: 5 },
          ]),
        ),
    ],
  ],
  isSilentOn: [
    [
      'a kill of yesterday',
      {
        kubernetes: [
          carts({
            container: ended({
              exitCode: 137,
              reason: 'OOMKilled',
              at: -900,
              running: true,
            }),
          }),
        ],
      },
    ],
    [
      'another exit with code 137',
      {
        kubernetes: [
          carts({ ready: false, container: ended({ exitCode: 137 }) }),
        ],
      },
    ],
  ],
});
