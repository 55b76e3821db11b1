import { daemonSet } from '../__testUtils__/platform';
import { QUOTA, refusedBy } from '../__testUtils__/refused';
import { ruleTest } from '../__testUtils__/ruleTest';
import { minute, workload } from '../__testUtils__/snapshot';
import { deploymentUnavailable } from './deploymentUnavailable';

ruleTest(deploymentUnavailable, {
  sees: [
    [
      'a refusal that another rule explains',
      refusedBy(QUOTA),
      ['warning: 1 of 2 replicas of cart are available'],
    ],
    [
      'a refusal that nobody knows',
      refusedBy('pods "x" is forbidden: the moon is full'),
      [
        'warning: 1 of 2 replicas of cart are available',
        'other 0.85: The API server refuses new pods of cart: pods "x" is forbidden: the moon is full.',
      ],
    ],
    [
      'a rollout that hangs while the old pods serve',
      {
        kubernetes: [
          workload('cart', {
            deployment: {
              replicas: 3,
              available: 3,
              status: {
                conditions: [
                  {
                    type: 'Progressing',
                    status: 'False',
                    reason: 'ProgressDeadlineExceeded',
                    message: 'timed out',
                    lastTransitionTime: new Date(minute(58)),
                  },
                ],
              },
            },
          }),
        ],
      },
      [
        'warning: 3 of 3 replicas of cart are available, and its rollout does not get on',
      ],
    ],
    [
      'pods that a quota refuses',
      {
        kubernetes: [
          workload('cart', {
            pods: [],
            deployment: {
              replicas: 1,
              available: 0,
              status: {
                conditions: [
                  {
                    type: 'ReplicaFailure',
                    status: 'True',
                    reason: 'FailedCreate',
                    message: 'exceeded quota: compute',
                  },
                ],
              },
            },
          }),
        ],
      },
      [
        'critical: 0 of 1 replicas of cart are available',
        'other 0.85: The API server refuses new pods of cart: exceeded quota: compute.',
      ],
    ],
    [
      'a DaemonSet of which a pod is missing',
      daemonSet(3, 2),
      ['warning: 2 of 3 replicas of agent are available'],
    ],
  ],
  isSilentOn: [
    [
      'a rollout under way',
      {
        kubernetes: [
          workload('cart', {
            deployment: {
              replicas: 2,
              available: 1,
              status: {
                conditions: [
                  {
                    type: 'Progressing',
                    status: 'True',
                    reason: 'ReplicaSetUpdated',
                    lastTransitionTime: new Date(minute(59.5)),
                  },
                ],
              },
            },
          }),
        ],
      },
    ],
    ['all replicas', { kubernetes: [workload('cart')] }],
    ['a DaemonSet whose pod has just begun', daemonSet(3, 2, { since: 59 })],
    ['a whole DaemonSet', daemonSet(3, 3)],
  ],
});
