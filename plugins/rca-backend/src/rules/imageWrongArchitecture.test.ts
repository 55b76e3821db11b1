import { NAME, cart, happened } from '../__testUtils__/cartPod';
import { ruleTest } from '../__testUtils__/ruleTest';
import {
  NAMESPACE,
  changes,
  ended,
  minute,
  rollout,
  waiting,
} from '../__testUtils__/snapshot';
import { imageWrongArchitecture } from './imageWrongArchitecture';

ruleTest(imageWrongArchitecture, {
  sees: [
    [
      'a program for another processor',
      {
        ...cart(
          { ready: false, node: 'n1', container: ended({ exitCode: 1 }) },
          undefined,
          {
            lastWords: {
              [`${NAMESPACE}/${NAME}/app`]: [
                'exec /app/cart: exec format error',
              ],
            },
            nodes: [
              {
                metadata: { name: 'n1' },
                status: { nodeInfo: { architecture: 'arm64' } },
              },
            ],
          },
        ),
        changes: changes({ rollouts: [rollout('cart', { at: minute(-99) })] }),
      },
      [
        'critical: Image cart:1 on n1 (arm64) is for another processor in the only pod of cart',
        'bad-image 0.97: cart cannot run because its image was not built for the processor of the node (cart:1 on n1 (arm64)) after the rollout of revision 2 (image changed from "cart:1" to "cart:2").',
      ],
    ],
    [
      'a registry that has no build for the node',
      cart({
        ready: false,
        container: waiting(
          'ErrImagePull',
          'no matching manifest for linux/arm64/v8 in the manifest list entries',
        ),
      }),
      [
        'critical: Image cart:1 is for another processor in the only pod of cart',
        'bad-image 0.97: cart cannot run because its image was not built for the processor of the node (cart:1).',
      ],
    ],
  ],
  isSilentOn: [
    [
      'another crash',
      cart(
        { ready: false, container: ended({ exitCode: 1 }) },
        undefined,
        happened('BackOff', 'Back-off restarting'),
      ),
    ],
  ],
});
