import { ruleTest } from '../__testUtils__/ruleTest';
import { SnapshotOptions } from '../__testUtils__/say';
import { NAMESPACE, event } from '../__testUtils__/snapshot';
import { cronJobProblem } from './cronJobProblem';

const cronJob = (spec: object, events: object[] = []): SnapshotOptions => ({
  kubernetes: [
    {
      cronJobs: [
        { metadata: { name: 'nightly', namespace: NAMESPACE }, spec } as never,
      ],
      events: events as never,
    },
  ],
});

ruleTest(cronJobProblem, {
  sees: [
    [
      'a suspended one',
      cronJob({ suspend: true, schedule: '* * * * *' }),
      ['info: CronJob nightly is suspended'],
    ],
    [
      'a negative deadline',
      cronJob({ startingDeadlineSeconds: -1 }),
      ['info: CronJob nightly has a negative starting deadline'],
    ],
    [
      'a schedule that its controller does not understand',
      cronJob({ schedule: '61 * * * *' }, [
        event(
          'CronJob',
          'nightly',
          'UnparseableSchedule',
          'unparseable schedule: "61 * * * *"',
        ),
      ]),
      [
        'info: CronJob nightly does not start: unparseable schedule: "61 * * * *"',
      ],
    ],
  ],
  isSilentOn: [
    [
      'a word about a job of it',
      cronJob({}, [event('Job', 'nightly', 'UnparseableSchedule', 'x')]),
    ],
    [
      'one that runs',
      cronJob({ startingDeadlineSeconds: 60 }, [
        event('CronJob', 'nightly', 'SawCompletedJob', 'x'),
      ]),
    ],
  ],
});
