import type { FaultSpec } from './types';

/** A machine that lost its network. */
export const nodeNotReady: FaultSpec = {
  name: 'node-not-ready',
  title: 'A node falls silent',
  // Its three pods are spread over the three nodes.
  startFrom: 'component:default/products',
  team: 'team-a',
  truth: {
    category: 'node-failure',
    cause: { kind: 'Node', name: 'sandbox-node-2' },
    symptoms: [
      'Node sandbox-node-2 is not ready: its kubelet stopped posting status',
      'the pods on it lose readiness, of several services at once',
      'timeouts until their endpoints are gone, then fewer pods for the load',
      'cart fails for minutes, until cart-redis is started elsewhere',
    ],
    fix: 'Bring sandbox-node-2 back, or drain and replace it.',
    action: 'ask-human',
    not: [
      'a release: nothing was rolled out',
      'an application: pods of several services fail together',
      'traffic: the load is as on other days',
    ],
  },
  environment: [{ kind: 'silent-node', node: 'sandbox-node-2' }],
};
