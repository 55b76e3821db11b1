import { AT_MAXIMUM, autoscaler, condition } from '../__testUtils__/platform';
import { ruleTest } from '../__testUtils__/ruleTest';
import { NAMESPACE, workload } from '../__testUtils__/snapshot';
import { autoscalerCannotScale } from './autoscalerCannotScale';

ruleTest(autoscalerCannotScale, {
  sees: [
    [
      'no metrics to go by',
      {
        kubernetes: [
          workload('cart'),
          autoscaler([
            condition(
              'ScalingActive',
              'False',
              'FailedGetResourceMetric',
              'missing request for cpu in container app',
            ),
          ]),
        ],
      },
      [
        'info: The autoscaler of cart does not work: FailedGetResourceMetric: missing request for cpu in container app',
      ],
    ],
    [
      'a target that is not there',
      {
        kubernetes: [
          workload('cart'),
          autoscaler([], { kind: 'Deployment', name: 'crat' }),
        ],
      },
      [
        'info: The autoscaler of crat does not work: Deployment crat does not exist',
      ],
    ],
  ],
  isSilentOn: [
    [
      'a target that may be there, because they could not be listed',
      {
        kubernetes: [
          autoscaler([], { kind: 'Deployment', name: 'crat' }),
          { unread: [`${NAMESPACE}/deployments`] },
        ],
      },
    ],
    [
      'a target of a kind that is not read',
      { kubernetes: [autoscaler([], { kind: 'Rollout', name: 'x' })] },
    ],
    [
      'a workload that is switched off',
      {
        kubernetes: [
          workload('cart'),
          autoscaler([condition('ScalingActive', 'False', 'ScalingDisabled')]),
        ],
      },
    ],
    [
      'one that works',
      {
        kubernetes: [
          workload('cart'),
          autoscaler([
            condition('AbleToScale', 'True', 'ReadyForNewScale'),
            AT_MAXIMUM,
          ]),
        ],
      },
    ],
  ],
});
