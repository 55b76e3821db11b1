import { ruleTest } from '../__testUtils__/ruleTest';
import { SnapshotOptions } from '../__testUtils__/say';
import { NAMESPACE, pod, service, workload } from '../__testUtils__/snapshot';
import { serviceWithoutReadyEndpoints } from './serviceWithoutReadyEndpoints';

const endpoints = (
  ready: boolean,
  options: { since?: number; publish?: boolean; sliceReady?: boolean } = {},
): SnapshotOptions => ({
  kubernetes: [
    workload('cart', {
      pods: [pod('cart', { ready, since: options.since ?? 30 })],
      services: [
        service('cart', undefined, {
          publishNotReadyAddresses: options.publish,
        }),
      ],
    }),
    {
      endpointSlices: [
        {
          metadata: {
            namespace: NAMESPACE,
            labels: { 'kubernetes.io/service-name': 'cart' },
          },
          addressType: 'IPv4',
          endpoints: [
            {
              addresses: ['10.0.0.1'],
              conditions: { ready: options.sliceReady ?? ready },
            },
          ],
        },
      ],
    },
  ],
});

ruleTest(serviceWithoutReadyEndpoints, {
  sees: [
    [
      'a Service whose only pod is not ready',
      endpoints(false),
      [
        'critical: Service cart has no ready endpoint: none of its 1 pods is ready',
      ],
    ],
    [
      'pods that are not ready, although endpoints could not be listed',
      {
        kubernetes: [
          workload('cart', {
            pods: [pod('cart', { ready: false, since: 30 })],
          }),
          { unread: [`${NAMESPACE}/endpointSlices`] },
        ],
      },
      [
        'critical: Service cart has no ready endpoint: none of its 1 pods is ready',
      ],
      ({ evidence }) =>
        expect(evidence).toMatchObject([
          {
            title:
              'No pod of Service cart is ready; its endpoints could not be listed',
          },
        ]),
    ],
  ],
  isSilentOn: [
    ['a pod that has just started', endpoints(false, { since: 59.5 })],
    [
      'a Service that sends to unready pods on purpose',
      endpoints(false, { publish: true }),
    ],
    ['an endpoint that is still ready', endpoints(false, { sliceReady: true })],
    ['a ready pod', endpoints(true)],
  ],
});
