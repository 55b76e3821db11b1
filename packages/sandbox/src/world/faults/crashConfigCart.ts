import { configChecksum } from '../definition/desiredManifests';
import { POD_ANNOTATIONS, deploymentEdit } from './edits';
import type { FaultSpec } from './types';

/** A duration with a unit where the application reads a whole number. */
export const crashConfigCart: FaultSpec = {
  name: 'crash-config-cart',
  title: 'Cart exits at start because of a configuration value',
  startFrom: 'component:default/cart',
  team: 'team-a',
  truth: {
    category: 'bad-config',
    cause: { kind: 'Deployment', namespace: 'team-a-prod', name: 'cart' },
    symptoms: [
      'pods are in CrashLoopBackOff with exit code 1',
      'the log of the container before says that CART_TTL_SECONDS cannot be read',
      'checkout answers 503 because nobody serves cart',
    ],
    fix: 'Set CART_TTL_SECONDS in ConfigMap cart-config to a whole number of seconds.',
    action: 'config-change',
    not: [
      'out of memory: the exit code is 1, not 137',
      'cart-redis: it answers as always',
      'a code change: the image is the same',
    ],
  },
  change: {
    message: 'Make the cart lifetime readable',
    author: 'adam',
    edits: [
      {
        kind: 'ConfigMap',
        namespace: 'team-a-prod',
        name: 'cart-config',
        set: [{ path: ['data', 'CART_TTL_SECONDS'], value: '30m' }],
      },
      deploymentEdit(
        'team-a-prod',
        'cart',
        [...POD_ANNOTATIONS, 'checksum/config'],
        configChecksum({ CART_TTL_SECONDS: '30m' }),
      ),
    ],
  },
};
