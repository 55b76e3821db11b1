import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { AccessRequestStore } from '../database/AccessRequestStore';
import { AccessRequestService } from './AccessRequestService';

/** Requests are kept so long, for people who ask who asked. */
const RETENTION_MS = 90 * 24 * 3_600_000;
/** Rows that one statement removes, so that it does not hold its locks for long. */
const DELETE_BATCH = 500;

/** Tells what is still to be told, also after a restart, and removes what is old. @internal */
export async function scheduleUpkeep(options: {
  scheduler: SchedulerService;
  store: AccessRequestStore;
  requests: AccessRequestService;
  logger: LoggerService;
}): Promise<void> {
  const { scheduler, store, requests, logger } = options;
  await scheduler.scheduleTask({
    id: 'tenancy-deliver-access-requests',
    frequency: { seconds: 30 },
    timeout: { minutes: 5 },
    initialDelay: { seconds: 10 },
    // Claims are made with row locks, so that every process may try.
    scope: 'local',
    fn: () => requests.deliver(),
  });
  await scheduler.scheduleTask({
    id: 'tenancy-remove-old-access-requests',
    frequency: { hours: 6 },
    timeout: { minutes: 10 },
    initialDelay: { minutes: 5 },
    fn: async signal => {
      const before = new Date(Date.now() - RETENTION_MS);
      let removed = 0;
      let batch: number;
      do {
        batch = await store.deleteBefore(before, DELETE_BATCH);
        removed += batch;
      } while (batch === DELETE_BATCH && !signal.aborted);
      if (removed > 0) {
        logger.info(`Removed ${removed} old requests for access`);
      }
    },
  });
}
