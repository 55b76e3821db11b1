import { cart } from '../__testUtils__/cartPod';
import { ruleTest } from '../__testUtils__/ruleTest';
import { minute } from '../__testUtils__/snapshot';
import { podStuckTerminating } from './podStuckTerminating';

const deleted = (at: number, finalizers?: string[]) =>
  cart({ node: 'n1' }, made => {
    Object.assign(made.metadata!, {
      deletionTimestamp: new Date(minute(at)),
      finalizers,
    });
  });

ruleTest(podStuckTerminating, {
  sees: [
    [
      'a finalizer that nobody removes',
      deleted(30, ['acme.io/backup']),
      [
        'info: Deleted pods do not go, the only pod of cart for 30 min longer than they may: finalizer acme.io/backup',
      ],
    ],
    [
      'a node that does not confirm the end',
      deleted(50),
      [
        'info: Deleted pods do not go, the only pod of cart for 10 min longer than they may: node n1 does not confirm it',
      ],
    ],
  ],
  isSilentOn: [
    ['a pod that is shutting down', deleted(58)],
    ['a pod whose grace period is not over', deleted(90, ['acme.io/backup'])],
    ['a pod that stays', cart({})],
  ],
});
