import { REGISTRY } from '../definition';
import { CONTAINER, deploymentEdit } from './edits';
import type { FaultSpec } from './types';

/** A release as it should be. */
export const routineRollout: FaultSpec = {
  name: 'routine-rollout',
  title: 'A release of products without trouble',
  startFrom: 'component:default/products',
  team: 'team-a',
  truth: {
    category: 'none',
    symptoms: [
      'a rollout of products that finishes',
      'pods are replaced',
      'latency and errors stay as they were',
    ],
    fix: 'Nothing is to be done.',
    not: [
      'code-regression: errors do not rise',
      'bad-image: the image is pulled',
    ],
  },
  change: {
    message: 'Release products 3.10.2',
    author: 'alice',
    edits: [
      deploymentEdit(
        'team-a-prod',
        'products',
        [...CONTAINER, 'image'],
        `${REGISTRY}/shop/products:3.10.2`,
      ),
    ],
  },
};
