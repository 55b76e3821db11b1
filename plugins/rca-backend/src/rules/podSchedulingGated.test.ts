import { cart, unscheduled } from '../__testUtils__/cartPod';
import { ruleTest } from '../__testUtils__/ruleTest';
import { podSchedulingGated } from './podSchedulingGated';

ruleTest(podSchedulingGated, {
  sees: [
    [
      'a gate that nobody lifts',
      cart(unscheduled('SchedulingGated', 'blocked'), made => {
        made.spec!.schedulingGates = [{ name: 'acme.io/quota' }];
      }),
      [
        'critical: A gate (acme.io/quota) keeps the only pod of cart from being scheduled',
        'unschedulable 0.9: Pods of cart are not scheduled because nobody lifted their gate (acme.io/quota).',
      ],
    ],
  ],
  isSilentOn: [
    ['a pod that finds no node', cart(unscheduled('Unschedulable', 'x'))],
    ['a pod that runs', cart({})],
  ],
});
