import { ClusterService } from '@internal/plugin-cluster-node';
import { GitOpsService } from '@internal/plugin-gitops-node';
import { ObservabilityService } from '@internal/plugin-observability-node';
import { RcaCollector } from '@internal/plugin-rca-node';
import { ChangesCollector, ManifestLayout } from './changes';
import { KubernetesCollector } from './kubernetes';
import { LogsCollector } from './logs';
import { MetricsCollector } from './metrics';
import { PastReports, PastReportsCollector } from './pastReports';

/** The sources that every investigation has. @internal */
export function createCollectors(options: {
  clusters: ClusterService;
  gitOps: GitOpsService;
  observability: ObservabilityService;
  manifests: ManifestLayout | undefined;
  /** Left out where nothing is kept, and so nothing was seen before. */
  pastReports?: PastReports;
}): RcaCollector[] {
  const { clusters, gitOps, observability, manifests, pastReports } = options;
  return [
    new KubernetesCollector({ clusters }),
    new LogsCollector({ observability }),
    new MetricsCollector({ observability }),
    new ChangesCollector({ clusters, gitOps, layout: manifests }),
    ...(pastReports ? [new PastReportsCollector({ pastReports })] : []),
  ];
}
