import { carts } from '../__testUtils__/carts';
import { ruleTest } from '../__testUtils__/ruleTest';
import {
  event,
  NAMESPACE,
  pod,
  rollout,
  waiting,
} from '../__testUtils__/snapshot';
import { imagePullFailure } from './imagePullFailure';

/** A pod whose image cannot be pulled, and that belongs to no Deployment. */
const ownedPods = (kind: string | undefined, name: string) => {
  const made = pod(name, {
    name: kind ? `${name}-x` : name,
    ready: false,
    container: waiting('ErrImagePull', 'x'),
  });
  made.metadata!.ownerReferences = kind
    ? [{ apiVersion: 'x/v1', kind, name, uid: 'u', controller: true }]
    : undefined;
  return { pods: [made] };
};

ruleTest(imagePullFailure, {
  sees: [
    [
      'an image that was rolled out and does not exist',
      {
        kubernetes: [
          carts(
            {
              ready: false,
              created: 51,
              image: 'cart:9',
              container: waiting(
                'ImagePullBackOff',
                'Back-off pulling image "cart:9"',
              ),
            },
            {},
          ),
          {
            events: [
              event(
                'Pod',
                'cart-1-0',
                'Failed',
                'Failed to pull image "cart:9": not found',
              ),
            ],
          },
        ],
        changes: {
          rollouts: [
            rollout('cart', {
              fields: [
                {
                  kind: 'image',
                  path: 'containers[app].image',
                  before: 'cart:1',
                  after: 'cart:9',
                },
              ],
            }),
          ],
        },
      },
      [
        'critical: Image cart:9 cannot be pulled in 1 of 2 pods of cart',
        'bad-image 0.96: cart cannot start new pods because its image cart:9 cannot be pulled after the rollout of revision 2 (image changed from "cart:1" to "cart:9").',
      ],
    ],
    [
      'an image name that is no name, without any change',
      {
        kubernetes: [
          carts({
            ready: false,
            image: 'CART:!',
            container: waiting('InvalidImageName', "couldn't parse"),
          }),
        ],
      },
      [
        'critical: Image CART:! cannot be pulled in the only pod of cart',
        'bad-image 0.96: cart cannot start new pods because its image CART:! cannot be pulled.',
      ],
    ],
    [
      'a pod of a Job, which no workload made',
      { kubernetes: [ownedPods('Job', 'migrate')] },
      [
        'critical: Image migrate:1 cannot be pulled in the only pod of migrate',
        'bad-image 0.96: migrate cannot start new pods because its image migrate:1 cannot be pulled.',
      ],
      ({ object }) => expect(object).toMatchObject({ kind: 'Job' }),
    ],
    [
      'a pod of a kind that is not read',
      { kubernetes: [ownedPods('Rollout', 'canary')] },
      [
        'critical: Image canary:1 cannot be pulled in the only pod of canary',
        'bad-image 0.96: canary cannot start new pods because its image canary:1 cannot be pulled.',
      ],
    ],
    [
      'a pod that nobody made',
      { kubernetes: [ownedPods(undefined, 'debug')] },
      [
        'critical: Image debug:1 cannot be pulled in the only pod of debug',
        'bad-image 0.96: debug cannot start new pods because its image debug:1 cannot be pulled.',
      ],
      ({ object }) => expect(object).toMatchObject({ kind: 'Pod' }),
    ],
  ],
  isSilentOn: [
    [
      'what is left of a Job that is done',
      {
        kubernetes: [
          ownedPods('Job', 'migrate'),
          {
            jobs: [
              {
                metadata: { name: 'migrate', namespace: NAMESPACE, uid: 'u' },
                status: { conditions: [{ type: 'Complete', status: 'True' }] },
              },
            ],
          },
        ],
      },
    ],
    [
      'a pod that creates its container',
      {
        kubernetes: [
          carts({ ready: false, container: waiting('ContainerCreating', '') }),
        ],
      },
    ],
    [
      'a pod that is being deleted',
      {
        kubernetes: [
          carts({
            deleted: true,
            ready: false,
            container: waiting('ErrImagePull', 'x'),
          }),
        ],
      },
    ],
    ['healthy pods', { kubernetes: [carts({}, {})] }],
  ],
});
