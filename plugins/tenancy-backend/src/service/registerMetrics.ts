import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { OwnershipService } from '@internal/plugin-tenancy-node';

/** Required: the cluster that the view is of. */
type ClusterAttributes = { 'k8s.cluster.name': string };

/** How well each cluster's namespaces are known, for alerts. @internal */
export function registerMetrics(options: {
  metrics: MetricsService;
  ownership: OwnershipService;
}): void {
  const { metrics, ownership } = options;
  const gauge = (
    name: string,
    description: string,
    unit: string,
    read: (
      cluster: ReturnType<OwnershipService['clusters']>[number],
    ) => number | undefined,
  ) =>
    metrics
      .createObservableGauge<ClusterAttributes>(name, { description, unit })
      .addCallback(result => {
        for (const cluster of ownership.clusters()) {
          const value = read(cluster);
          if (value !== undefined) {
            result.observe(value, { 'k8s.cluster.name': cluster.cluster });
          }
        }
      });

  gauge(
    'aiops.tenancy.index.age',
    'Time since the cluster last confirmed what the portal knows of its namespaces',
    's',
    ({ ageMs }) => (ageMs === undefined ? undefined : ageMs / 1_000),
  );
  gauge(
    'aiops.tenancy.index.available',
    '1 while namespaces of the cluster can be decided about, 0 while all of them are denied',
    '1',
    ({ available }) => (available ? 1 : 0),
  );
  gauge(
    'aiops.tenancy.index.failures',
    'Failed attempts to follow the cluster since the last that worked',
    '{attempt}',
    ({ failures }) => failures,
  );
  gauge(
    'aiops.tenancy.index.namespaces',
    'Namespaces that the portal knows of',
    '{namespace}',
    ({ namespaces }) => namespaces,
  );
}
