import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { AnomalyConfig } from '../config';
import { AnomalyScanner } from './AnomalyScanner';
import { DatabaseAnomalyStore } from './DatabaseAnomalyStore';

/**
 * What has to be done now and then: scan what is due, on every replica, and remove
 * what is old, on one of them.
 * @internal
 */
export async function scheduleScans(options: {
  scheduler: SchedulerService;
  scanner: AnomalyScanner;
  store: DatabaseAnomalyStore;
  config: AnomalyConfig;
  logger: LoggerService;
}): Promise<void> {
  const { scheduler, scanner, store, config, logger } = options;
  if (config.enabled) {
    await scheduler.scheduleTask({
      id: 'observability-scan-anomalies',
      frequency: { seconds: 15 },
      timeout: { minutes: 30 },
      initialDelay: { seconds: 20 },
      // Claims are made with row locks, so that every process may try.
      scope: 'local',
      fn: signal => scanner.run(signal),
    });
  }
  await scheduler.scheduleTask({
    id: 'observability-remove-old-anomalies',
    frequency: { hours: 1 },
    timeout: { minutes: 10 },
    initialDelay: { minutes: 5 },
    fn: async signal => {
      const removed = await store.removeOld(config.retentionMs, signal);
      if (removed > 0) logger.info(`Removed ${removed} old anomalies`);
    },
  });
}
