import { REGISTRY } from '../definition';
import { CONTAINER, deploymentEdit } from './edits';
import type { FaultSpec } from './types';

/** A tag that nobody built. */
export const badImageProducts: FaultSpec = {
  name: 'bad-image-products',
  title: 'Products is rolled out with an image tag that does not exist',
  startFrom: 'component:default/products',
  team: 'team-a',
  truth: {
    category: 'bad-image',
    cause: { kind: 'Deployment', namespace: 'team-a-prod', name: 'products' },
    symptoms: [
      'new pods wait in ImagePullBackOff',
      'the rollout does not finish; fewer pods serve the traffic',
    ],
    fix: 'Set the image back to the tag that ran before.',
    action: 'rollback',
    not: [
      'registry outage: other images are pulled',
      'unschedulable: the pods have nodes',
      'bad configuration: the container never starts',
    ],
  },
  change: {
    message: 'Release products 3.11.0',
    author: 'alice',
    edits: [
      deploymentEdit(
        'team-a-prod',
        'products',
        [...CONTAINER, 'image'],
        `${REGISTRY}/shop/products:3.11.0`,
      ),
    ],
  },
};
