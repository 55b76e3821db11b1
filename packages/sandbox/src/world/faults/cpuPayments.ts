import { CONTAINER, deploymentEdit } from './edits';
import type { FaultSpec } from './types';

/** A limit that was set from an average. */
export const cpuPayments: FaultSpec = {
  name: 'cpu-payments',
  title: 'Payments is starved of CPU',
  startFrom: 'component:default/payments',
  team: 'team-b',
  truth: {
    category: 'cpu-saturation',
    cause: { kind: 'Deployment', namespace: 'team-b-prod', name: 'payments' },
    symptoms: [
      'CPU use stands at its limit and nearly all periods are throttled',
      'latency of payments rises to seconds; it turns requests away',
      'checkout times out on payments',
    ],
    fix: 'Give payments its former CPU limit of 500m back.',
    action: 'config-change',
    not: [
      'ledger: it answers as fast as always',
      'more traffic: the load is as on other days',
      'a code change: the image is the same',
    ],
  },
  change: {
    message: 'Right-size payments after the cost review',
    author: 'bob',
    edits: [
      deploymentEdit('team-b-prod', 'payments', [...CONTAINER, 'resources'], {
        requests: { cpu: '40m', memory: '256Mi' },
        limits: { cpu: '40m', memory: '448Mi' },
      }),
    ],
  },
};
