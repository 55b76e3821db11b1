import { REGISTRY } from '../definition';
import { CONTAINER, deploymentEdit } from './edits';
import type { FaultSpec } from './types';

/** A release that keeps every basket in memory. */
export const oomCheckout: FaultSpec = {
  name: 'oom-checkout',
  title: 'Checkout is killed for its memory some minutes after a release',
  startFrom: 'component:default/checkout',
  team: 'team-a',
  truth: {
    category: 'out-of-memory',
    cause: { kind: 'Deployment', namespace: 'team-a-prod', name: 'checkout' },
    symptoms: [
      'memory rises from the rollout on until the limit',
      'containers end with OOMKilled, exit code 137, again and again',
      'frontend answers 503 on POST /checkout while pods restart',
    ],
    fix: 'Roll back to checkout 1.8.2.',
    action: 'rollback',
    not: [
      'more traffic: the load is as on other days',
      'the memory limit: it was not changed',
      'payments or orders: they answer as always',
    ],
  },
  change: {
    message: 'Release checkout 1.9.0',
    author: 'alice',
    edits: [
      deploymentEdit(
        'team-a-prod',
        'checkout',
        [...CONTAINER, 'image'],
        `${REGISTRY}/shop/checkout:1.9.0`,
      ),
    ],
  },
};
