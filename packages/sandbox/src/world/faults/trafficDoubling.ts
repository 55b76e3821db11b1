import type { FaultSpec } from './types';

/** A campaign: twice the customers, and everything holds. */
export const trafficDoubling: FaultSpec = {
  name: 'traffic-doubling',
  title: 'Twice the usual traffic, served well',
  startFrom: 'component:default/frontend',
  team: 'team-a',
  truth: {
    category: 'none',
    symptoms: [
      'request rate and CPU double',
      'autoscalers add pods',
      'latency and errors stay as they were',
    ],
    fix: 'Nothing is to be done.',
    not: [
      'cpu-saturation: no container is throttled for long',
      'code-regression: nothing was released',
    ],
  },
  environment: [{ kind: 'traffic', factor: 2 }],
};
