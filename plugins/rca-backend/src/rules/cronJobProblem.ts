import { V1CronJob } from '@kubernetes/client-node';
import { ClusterIndex } from '../engine/ClusterIndex';
import { eventInstant } from '../lib/kubernetes';
import { firstLine, quoteObject } from './quote';
import { Rule } from './types';

/** What the controller says when it cannot make sense of a CronJob, or missed its time. */
const EVENTS = new Set([
  'UnparseableSchedule',
  'InvalidSchedule',
  'UnknownTimeZone',
  'TooManyMissedTimes',
  'FailedNeedsStart',
  'MissSchedule',
]);

/** A CronJob that does not run as it should. The API server checks schedules; its controller tells what it missed. @internal */
export const cronJobProblem: Rule = {
  id: 'cron-job-problem',
  evaluate: ({ index, window }) =>
    index.facts.cronJobs.flatMap(cronJob => {
      const problem = problemOf(index, cronJob, window.from);
      if (!problem) {
        return [];
      }
      const { metadata, spec } = cronJob;
      const object = index.ref('CronJob', metadata);
      return [
        {
          rule: cronJobProblem.id,
          title: `CronJob ${metadata?.name} ${problem}`,
          severity: 'info' as const,
          object,
          evidence: [
            quoteObject(object, 'apis/batch/v1/cronjobs', {
              title: `CronJob ${metadata?.name}`,
              excerpt: JSON.stringify({
                schedule: spec?.schedule,
                timeZone: spec?.timeZone,
                suspend: spec?.suspend,
                startingDeadlineSeconds: spec?.startingDeadlineSeconds,
              }),
            }),
          ],
        },
      ];
    }),
};

function problemOf(
  index: ClusterIndex,
  { metadata, spec }: V1CronJob,
  from: Date,
): string | undefined {
  if (spec?.suspend) {
    return 'is suspended';
  }
  if ((spec?.startingDeadlineSeconds ?? 0) < 0) {
    return 'has a negative starting deadline';
  }
  const event = index
    .eventsOf('CronJob', metadata)
    .findLast(
      item =>
        EVENTS.has(item.reason ?? '') &&
        Date.parse(eventInstant(item) ?? '') >= from.getTime(),
    );
  return event && `does not start: ${firstLine(event.message, 240)}`;
}
