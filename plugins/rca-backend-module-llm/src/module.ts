import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { rcaNarratorExtensionPoint } from '@internal/plugin-rca-node';
import { DatabaseBudget } from './budget/DatabaseBudget';
import { readLlmConfig } from './config';
import { LlmNarrator } from './LlmNarrator';
import { createMetrics } from './metrics';

/** Days of usage that are kept, for whoever asks what a month cost. */
const RETENTION_DAYS = 62;
const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Lets a language model word root-cause reports, where one is configured.
 * @public
 */
export const rcaModuleLlm = createBackendModule({
  pluginId: 'rca',
  moduleId: 'llm',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        database: coreServices.database,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        narrators: rcaNarratorExtensionPoint,
        scheduler: coreServices.scheduler,
      },
      async init({ database, lifecycle, logger, narrators, ...deps }) {
        const config = readLlmConfig(deps.config);
        if (!config) {
          return;
        }
        const budget = await DatabaseBudget.create({
          database,
          limits: config.budget,
        });
        const narrator = new LlmNarrator({
          config,
          maskingKey: config.masking.key ?? (await budget.maskingKey()),
          budget,
          metrics: createMetrics(deps.metrics),
          logger,
        });
        narrators.setNarrator(narrator);
        lifecycle.addShutdownHook(() => narrator.stop());
        await deps.scheduler.scheduleTask({
          id: 'rca-llm-usage-retention',
          frequency: { days: 1 },
          timeout: { minutes: 5 },
          initialDelay: { minutes: 5 },
          fn: async () => {
            await budget.deleteBefore(
              new Date(Date.now() - RETENTION_DAYS * DAY_MS),
            );
          },
        });
      },
    });
  },
});
