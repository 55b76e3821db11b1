import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { clusterServiceRef } from '@internal/plugin-cluster-node';
import { gitOpsServiceRef } from '@internal/plugin-gitops-node';
import { observabilityServiceRef } from '@internal/plugin-observability-node';
import { rcaPermissions } from '@internal/plugin-rca-common';
import {
  rcaCollectorsExtensionPoint,
  rcaNarratorExtensionPoint,
} from '@internal/plugin-rca-node';
import {
  ownershipServiceRef,
  tenancyServiceRef,
} from '@internal/plugin-tenancy-node';
import { registerAnalyzeAction } from './actions/registerAnalyzeAction';
import { registerGetReportAction } from './actions/registerGetReportAction';
import { CollectorRegistry } from './CollectorRegistry';
import { createCollectors } from './collectors';
import { readRcaConfig } from './config';
import { DatabaseInvestigationStore } from './database/DatabaseInvestigationStore';
import { DatabasePastReports } from './database/DatabasePastReports';
import { NarratorRegistry } from './NarratorRegistry';
import { ReportWriter } from './report/ReportWriter';
import { createRouter } from './router/createRouter';
import { DefaultInvestigationService } from './service/DefaultInvestigationService';
import { InvestigationRunner } from './service/InvestigationRunner';
import { ReportCommitter } from './service/ReportCommitter';
import { scheduleUpkeep } from './service/scheduleUpkeep';

/**
 * Root-cause analysis of services in Kubernetes.
 * @public
 */
export const rcaPlugin = createBackendPlugin({
  pluginId: 'rca',
  register(env) {
    const registry = new CollectorRegistry();
    const narrators = new NarratorRegistry();
    env.registerExtensionPoint(rcaCollectorsExtensionPoint, registry);
    env.registerExtensionPoint(rcaNarratorExtensionPoint, narrators);

    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        clusters: clusterServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        gitOps: gitOpsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        observability: observabilityServiceRef,
        ownership: ownershipServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        tenancy: tenancyServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const { actionsRegistry, auditor, httpAuth, logger } = deps;
        const config = readRcaConfig(deps.config);
        const store = await DatabaseInvestigationStore.create(deps);
        const pastReports = await DatabasePastReports.create(deps);
        registry.addCollector(
          ...createCollectors({
            ...deps,
            pastReports,
            manifests: config.manifests,
          }),
        );

        const writer = new ReportWriter({
          gitOps: deps.gitOps,
          repository: config.reportRepository,
        });
        const committer = new ReportCommitter({ store, writer, logger });
        const runner = new InvestigationRunner({
          store,
          committer,
          collectors: registry.collectors,
          narrator: narrators.narrator,
          logger,
          limits: config.concurrency,
          deadlineMs: config.deadlineMs,
        });
        const service = new DefaultInvestigationService({
          ...deps,
          store,
          runner,
        });

        deps.permissionsRegistry.addPermissions(rcaPermissions);
        deps.httpRouter.use(await createRouter({ httpAuth, auditor, service }));

        runner.startHeartbeat();
        deps.lifecycle.addShutdownHook(() => runner.shutdown());
        await scheduleUpkeep({
          scheduler: deps.scheduler,
          store,
          committer,
          owner: runner.owner,
          retentionMs: config.retentionMs,
          logger,
        });

        registerAnalyzeAction({ actionsRegistry, service });
        registerGetReportAction({ actionsRegistry, service });
      },
    });
  },
});
