import { carts } from '../__testUtils__/carts';
import { ruleTest } from '../__testUtils__/ruleTest';
import { event, rollout } from '../__testUtils__/snapshot';
import { probeFailing } from './probeFailing';

const probe404 = (name: string, options = {}) =>
  event(
    'Pod',
    name,
    'Unhealthy',
    'Readiness probe failed: HTTP probe failed with statuscode: 404',
    options,
  );

ruleTest(probeFailing, {
  sees: [
    [
      'a probe whose path was changed',
      {
        kubernetes: [
          carts({ ready: false, since: 50, container: { ready: false } }),
          { events: [probe404('cart-1-0')] },
        ],
        changes: {
          rollouts: [
            rollout('cart', {
              fields: [
                {
                  kind: 'probe',
                  path: 'containers[app].readinessProbe',
                  before: '/ready',
                  after: '/healthz',
                },
              ],
            }),
          ],
        },
      },
      [
        'critical: The readiness probe fails in the only pod of cart: Readiness probe failed: HTTP probe failed with statuscode: 404',
        'probe-failure 0.95: cart runs, but its readiness probe fails (Readiness probe failed: HTTP probe failed with statuscode: 404) after the rollout of revision 2, so it gets no traffic. In that change readinessProbe changed from "/ready" to "/healthz".',
      ],
    ],
    [
      'containers that are killed for their liveness',
      {
        kubernetes: [
          carts({ container: { restartCount: 4 } }),
          {
            events: [
              event(
                'Pod',
                'cart-1-0',
                'Unhealthy',
                'Liveness probe failed: timeout',
              ),
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
      [
        'critical: The liveness probe fails in the only pod of cart: Liveness probe failed: timeout',
        'probe-failure 0.82: cart runs, but its liveness probe fails (Liveness probe failed: timeout), so it gets no traffic.',
      ],
    ],
  ],
  isSilentOn: [
    [
      'a pod that is starting',
      {
        kubernetes: [
          carts({ ready: false, since: 59.5, container: { ready: false } }),
          { events: [probe404('cart-1-0', { at: 59.8 })] },
        ],
      },
    ],
    [
      'a failure that is over',
      {
        kubernetes: [carts({}), { events: [probe404('cart-1-0', { at: 30 })] }],
      },
    ],
    [
      'the event of a Service of the same name',
      {
        kubernetes: [
          carts({ ready: false, since: 50, container: { ready: false } }),
          {
            events: [
              event(
                'Service',
                'cart-1-0',
                'Unhealthy',
                'Readiness probe failed: x',
              ),
            ],
          },
        ],
      },
    ],
    [
      'pods of a node that is not ready',
      {
        kubernetes: [
          carts({
            ready: false,
            since: 50,
            node: 'n1',
            container: { ready: false },
          }),
          {
            events: [probe404('cart-1-0')],
            nodes: [
              {
                metadata: { name: 'n1' },
                status: { conditions: [{ type: 'Ready', status: 'Unknown' }] },
              },
            ],
          },
        ],
      },
    ],
  ],
});
