import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { InvestigationStore } from '../database/InvestigationStore';
import { recoverAbandoned } from './recoverAbandoned';
import { ReportCommitter } from './ReportCommitter';

/** Rows that one statement removes, so that it does not hold its locks for long. */
const DELETE_BATCH = 500;

/**
 * What has to be done now and then: take up what a dead process left behind,
 * soon after every start as well, and remove what is old.
 * @internal
 */
export async function scheduleUpkeep(options: {
  scheduler: SchedulerService;
  store: InvestigationStore;
  committer: ReportCommitter;
  owner: string;
  retentionMs: number;
  logger: LoggerService;
}): Promise<void> {
  const { scheduler, store, retentionMs, logger } = options;
  await scheduler.scheduleTask({
    id: 'rca-recover-abandoned',
    frequency: { seconds: 30 },
    timeout: { minutes: 5 },
    initialDelay: { seconds: 5 },
    // Claims are made with row locks, so that every process may try.
    scope: 'local',
    fn: () => recoverAbandoned(options),
  });
  await scheduler.scheduleTask({
    id: 'rca-remove-old-investigations',
    frequency: { hours: 1 },
    timeout: { minutes: 10 },
    initialDelay: { minutes: 5 },
    fn: async signal => {
      const before = new Date(Date.now() - retentionMs);
      let removed = 0;
      let batch: number;
      do {
        batch = await store.deleteFinishedBefore(before, DELETE_BATCH);
        removed += batch;
      } while (batch === DELETE_BATCH && !signal.aborted);
      if (removed > 0) {
        logger.info(`Removed ${removed} old investigations`);
      }
    },
  });
}
