import { cart, claim, unscheduled, withClaim } from '../__testUtils__/cartPod';
import { ruleTest } from '../__testUtils__/ruleTest';
import { volumeNodeAffinity } from './volumeNodeAffinity';

ruleTest(volumeNodeAffinity, {
  sees: [
    [
      'a volume in a zone without room',
      cart(
        unscheduled(
          'Unschedulable',
          '0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had volume node affinity conflict.',
        ),
        withClaim,
        claim('Bound'),
      ),
      [
        'critical: The volume of the only pod of cart is bound to other nodes (cart-data: 2 node(s) had volume node affinity conflict)',
        'storage 0.97: Pods of cart find no node because their volume is bound to nodes that have no room or are gone (cart-data: 2 node(s) had volume node affinity conflict).',
      ],
    ],
  ],
  isSilentOn: [
    [
      'a pod that is too large',
      cart(
        unscheduled(
          'Unschedulable',
          '0/3 nodes are available: 3 Insufficient cpu.',
        ),
        withClaim,
      ),
    ],
    [
      'a pod that was placed since',
      cart({
        conditions: [
          {
            type: 'PodScheduled',
            status: 'True',
            message: '2 node(s) had volume node affinity conflict',
          },
        ],
      }),
    ],
  ],
});
