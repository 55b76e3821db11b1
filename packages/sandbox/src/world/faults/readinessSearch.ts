import { CONTAINER, deploymentEdit } from './edits';
import type { FaultSpec } from './types';

/** A probe that asks for a path which the application does not serve. */
export const readinessSearch: FaultSpec = {
  name: 'readiness-search',
  title: 'Search never becomes ready after its readiness probe was changed',
  startFrom: 'component:default/search',
  team: 'team-a',
  truth: {
    category: 'probe-failure',
    cause: { kind: 'Deployment', namespace: 'team-a-prod', name: 'search' },
    symptoms: [
      'pods run but are not ready',
      'Unhealthy Events: the readiness probe gets status code 404',
      'frontend answers 503 on GET /search',
    ],
    fix: 'Set the path of the readiness probe back to /ready.',
    action: 'rollback',
    not: [
      'a crash: no container restarts',
      'Service selector: it matches the pods',
      'products: it answers search as always',
    ],
  },
  change: {
    message: 'Use the common health path for search',
    author: 'adam',
    edits: [
      deploymentEdit(
        'team-a-prod',
        'search',
        [...CONTAINER, 'readinessProbe', 'httpGet', 'path'],
        '/healthz/ready',
      ),
    ],
  },
};
