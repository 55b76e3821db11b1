import { REGISTRY } from '../definition';
import { CONTAINER, deploymentEdit } from './edits';
import type { FaultSpec } from './types';

/** A release with a mistake in its code. */
export const errorsOrders: FaultSpec = {
  name: 'errors-orders',
  title: 'Orders fails on a third of its requests since a release',
  startFrom: 'component:default/orders',
  team: 'team-b',
  truth: {
    category: 'code-regression',
    cause: { kind: 'Deployment', namespace: 'team-b-prod', name: 'orders' },
    symptoms: [
      'about a third of POST /api/orders answers 500, from the rollout on',
      'a TypeError in DiscountMapper in the log',
      'checkout answers 502; pods are healthy and CPU is normal',
    ],
    fix: 'Roll back to orders 3.4.0.',
    action: 'rollback',
    not: [
      'orders-db: it answers as always',
      'configuration: it was not changed',
      'checkout: it only passes the failure on',
    ],
  },
  change: {
    message: 'Release orders 3.5.0',
    author: 'bob',
    edits: [
      deploymentEdit(
        'team-b-prod',
        'orders',
        [...CONTAINER, 'image'],
        `${REGISTRY}/pay/orders:3.5.0`,
      ),
    ],
  },
};
