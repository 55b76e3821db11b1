import { SnapshotOptions } from './say';
import { event, minute, replicaSet, workload } from './snapshot';

/** The API server refuses pods of cart with this message. */
export const refused = (
  message: string,
  options: {
    available?: number;
    at?: number;
    set?: string;
    later?: boolean;
    facts?: object;
  } = {},
): SnapshotOptions => ({
  kubernetes: [
    workload('cart', {
      deployment: { replicas: 2, available: options.available ?? 1 },
      replicaSets: [replicaSet('cart', 1), replicaSet('cart', 2, { at: 50 })],
      events: [
        event(
          'ReplicaSet',
          options.set ?? 'cart-2',
          'FailedCreate',
          `Error creating: ${message}`,
          { at: options.at ?? 51 },
        ),
        ...(options.later
          ? [
              event('ReplicaSet', 'cart-2', 'SuccessfulCreate', 'Created pod', {
                at: 58,
                type: 'Normal',
              }),
            ]
          : []),
      ],
    }),
    options.facts ?? {},
  ],
});

/** The same, as the condition of a Deployment. */
export const refusedBy = (message: string): SnapshotOptions => ({
  kubernetes: [
    workload('cart', {
      deployment: {
        replicas: 2,
        available: 1,
        status: {
          conditions: [
            {
              type: 'ReplicaFailure',
              status: 'True',
              reason: 'FailedCreate',
              message,
              lastTransitionTime: new Date(minute(51)),
            },
          ],
        },
      },
    }),
  ],
});

export const QUOTA =
  'pods "cart-2-x" is forbidden: exceeded quota: compute, requested: limits.cpu=2, used: limits.cpu=9, limited: limits.cpu=10';

export const LIMIT =
  'pods "cart-2-x" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi';

export const DENIED =
  'admission webhook "policy.acme.io" denied the request: images must be signed';
