import type { FaultSpec } from './types';

/** A disk under the cart's store that answers late. */
export const slowCartRedis: FaultSpec = {
  name: 'slow-cart-redis',
  title: 'The store behind cart answers slowly',
  startFrom: 'component:default/checkout',
  team: 'team-a',
  truth: {
    category: 'slow-dependency',
    cause: { kind: 'Deployment', namespace: 'team-a-prod', name: 'cart-redis' },
    symptoms: [
      'latency of checkout and cart rises without more CPU or memory',
      'calls of cart to cart-redis take hundreds of milliseconds',
      'cart-redis logs that writing to its disk takes too long',
    ],
    fix: 'Restart cart-redis, so that it gets another volume.',
    action: 'restart',
    not: [
      'checkout or cart code: nothing was released',
      'payments: it answers as always',
      'CPU of cart: it waits, it does not work',
    ],
  },
  environment: [
    {
      kind: 'slow-volume',
      namespace: 'team-a-prod',
      service: 'cart-redis',
      delayMs: 450,
    },
  ],
};
