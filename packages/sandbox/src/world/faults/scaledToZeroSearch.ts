import { deploymentEdit } from './edits';
import type { FaultSpec } from './types';

/** A Deployment that somebody switched off. */
export const scaledToZeroSearch: FaultSpec = {
  name: 'scaled-to-zero-search',
  title: 'Search was scaled to zero',
  startFrom: 'component:default/frontend',
  team: 'team-a',
  truth: {
    category: 'scaled-to-zero',
    cause: { kind: 'Deployment', namespace: 'team-a-prod', name: 'search' },
    symptoms: [
      'Deployment search has 0 replicas',
      'its Service has no endpoints',
      'frontend answers 503 on GET /search',
    ],
    fix: 'Scale search back to 2 replicas.',
    action: 'scale',
    not: [
      'a crash: there are no pods',
      'Service selector: it is right, there is nothing to select',
      'frontend code: nothing was released',
    ],
  },
  change: {
    message: 'Pause search for the reindexing',
    author: 'alice',
    edits: [deploymentEdit('team-a-prod', 'search', ['spec', 'replicas'], 0)],
  },
};
