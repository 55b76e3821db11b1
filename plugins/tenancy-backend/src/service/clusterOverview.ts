import { ClusterOverview } from '@internal/plugin-tenancy-common';
import { OwnershipCluster } from '@internal/plugin-tenancy-node';

/** The health of a cluster's view, for people. @internal */
export function clusterOverview(
  cluster: OwnershipCluster,
  maxIndexAgeMs: number,
): ClusterOverview {
  const { ageMs, available, error } = cluster;
  const healthy = error ? ('stale' as const) : ('fresh' as const);
  return {
    name: cluster.cluster,
    title: cluster.title,
    health: {
      state: available ? healthy : 'unavailable',
      ...(ageMs !== undefined && { ageSeconds: Math.round(ageMs / 1_000) }),
      maxStalenessSeconds: Math.round(maxIndexAgeMs / 1_000),
    },
  };
}
