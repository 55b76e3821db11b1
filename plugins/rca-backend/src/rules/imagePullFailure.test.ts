import { carts } from '../__testUtils__/carts';
import { ruleTest } from '../__testUtils__/ruleTest';
import { event, rollout, waiting } from '../__testUtils__/snapshot';
import { imagePullFailure } from './imagePullFailure';

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
  ],
  isSilentOn: [
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
