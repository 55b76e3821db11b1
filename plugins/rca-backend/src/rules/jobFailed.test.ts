import { at, condition } from '../__testUtils__/platform';
import { ruleTest } from '../__testUtils__/ruleTest';
import { SnapshotOptions } from '../__testUtils__/say';
import { NAMESPACE } from '../__testUtils__/snapshot';
import { jobFailed } from './jobFailed';

const job = (status: object, spec: object = {}): SnapshotOptions => ({
  kubernetes: [
    {
      jobs: [
        {
          metadata: { name: 'migrate', namespace: NAMESPACE },
          spec,
          status,
        } as never,
      ],
    },
  ],
});

ruleTest(jobFailed, {
  sees: [
    [
      'a job that gave up',
      job({
        failed: 7,
        conditions: [
          condition(
            'Failed',
            'True',
            'BackoffLimitExceeded',
            'Job has reached the specified backoff limit',
          ),
        ],
      }),
      [
        'warning: Job migrate failed after 7 attempts: BackoffLimitExceeded: Job has reached the specified backoff limit',
      ],
    ],
    [
      'a suspended job',
      job({}, { suspend: true }),
      ['info: Job migrate does not run: it is suspended'],
    ],
  ],
  isSilentOn: [
    [
      'a job that failed and completed',
      job({
        failed: 2,
        succeeded: 1,
        conditions: [condition('Complete', 'True', 'x')],
      }),
    ],
    [
      'a job that failed last week',
      job({
        failed: 1,
        conditions: [
          {
            ...condition('Failed', 'True', 'x'),
            lastTransitionTime: at(-9_000),
          },
        ],
      }),
    ],
    ['a job that tries again', job({ failed: 1 })],
  ],
});
