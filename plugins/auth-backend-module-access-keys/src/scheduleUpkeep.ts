import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { AccessKeyIssuer } from './AccessKeyIssuer';
import { DatabaseAccessKeyStore } from './database/DatabaseAccessKeyStore';

/** Ended keys are kept for so long, for those who ask who had one. */
const RETENTION_MS = 400 * 86_400_000;

/** Closes expired keys, with the tokens they were exchanged for, and deletes old ones. */
export async function scheduleUpkeep(options: {
  scheduler: SchedulerService;
  store: DatabaseAccessKeyStore;
  issuer: AccessKeyIssuer;
  logger: LoggerService;
}): Promise<void> {
  const { scheduler, store, issuer, logger } = options;
  await scheduler.scheduleTask({
    id: 'access-keys-upkeep',
    // A token outlives its key by so much at most.
    frequency: { minutes: 1 },
    initialDelay: { seconds: 30 },
    timeout: { minutes: 1 },
    fn: async () => {
      const closed = await store.closeExpired(id => issuer.close(id));
      if (closed.length) {
        logger.info(`Access keys that have expired: ${closed.join(', ')}`);
      }
      await store.deleteClosed(new Date(Date.now() - RETENTION_MS));
    },
  });
}
