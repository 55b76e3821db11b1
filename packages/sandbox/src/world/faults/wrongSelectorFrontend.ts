import type { FaultSpec } from './types';

/** A Service that looks for pods under another name. */
export const wrongSelectorFrontend: FaultSpec = {
  name: 'wrong-selector-frontend',
  title: 'The Service of frontend selects no pods',
  startFrom: 'component:default/frontend',
  team: 'team-a',
  truth: {
    category: 'service-selector',
    cause: { kind: 'Service', namespace: 'team-a-prod', name: 'frontend' },
    symptoms: [
      'the Service has no endpoints although its pods are ready',
      'ingress-gateway answers 503, no healthy upstream',
      'frontend gets no requests any more',
    ],
    fix: 'Set the selector of Service frontend back to app.kubernetes.io/name=frontend.',
    action: 'config-change',
    not: [
      'frontend pods: they are ready and idle',
      'ingress-gateway: it works and says what is missing',
      'scaled to zero: the replicas are there',
    ],
  },
  change: {
    message: 'Align the labels of the storefront services',
    author: 'adam',
    edits: [
      {
        kind: 'Service',
        namespace: 'team-a-prod',
        name: 'frontend',
        set: [
          {
            path: ['spec', 'selector'],
            value: { 'app.kubernetes.io/name': 'storefront-frontend' },
          },
        ],
      },
    ],
  },
};
