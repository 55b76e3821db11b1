import { CONTAINER, deploymentEdit } from './edits';
import type { FaultSpec } from './types';

/** A request for more CPU than any machine has. */
export const unschedulableInsights: FaultSpec = {
  name: 'unschedulable-insights',
  title: 'New pods of insights fit on no node',
  startFrom: 'component:default/insights',
  team: 'team-a-b',
  truth: {
    category: 'unschedulable',
    cause: { kind: 'Deployment', namespace: 'team-a-b-prod', name: 'insights' },
    symptoms: [
      'pods stay Pending',
      'FailedScheduling Events: 3 Insufficient cpu',
      'the rollout does not finish',
    ],
    fix: 'Set the CPU request of insights back to 200m.',
    action: 'rollback',
    not: [
      'a failed node: all three are ready',
      'image: it was never pulled for these pods',
      'quota: there is none',
    ],
  },
  change: {
    message: 'Give insights room for the yearly report',
    author: 'bella',
    edits: [
      deploymentEdit('team-a-b-prod', 'insights', [...CONTAINER, 'resources'], {
        requests: { cpu: '6', memory: '256Mi' },
        limits: { cpu: '8', memory: '512Mi' },
      }),
    ],
  },
};
