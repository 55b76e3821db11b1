import { ObservabilityService } from '@internal/plugin-observability-node';
import { NamespaceRef, TenantScope } from '@internal/plugin-tenancy-common';
import { is, select } from '../metrics/promql';

/** Workloads of one namespace that are scanned. */
const MAX_SERVICES = 200;

/**
 * The workloads of a namespace by its metrics: what serves requests, and what is
 * deployed. The catalog need not know them.
 * @internal
 */
export async function findServices(options: {
  observability: ObservabilityService;
  namespace: NamespaceRef;
  scope: TenantScope;
  at: Date;
  signal: AbortSignal;
}): Promise<{ services: string[]; cut: boolean }> {
  const { observability, scope, at, signal } = options;
  const { cluster, namespace } = options.namespace;
  const { metrics: names } = observability.vocabulary(cluster);
  const store = observability.metrics(cluster);
  const inNamespace = [is(names.namespace, namespace)];
  const questions: Array<[label: string, metric: string]> = [
    [names.serviceName, `${names.httpServerDuration}_count`],
    [names.serviceName, `${names.rpcServerDuration}_count`],
    [names.deployment, names.deploymentReplicas],
  ];
  const found = new Set<string>();
  for (const [label, metric] of questions) {
    const { samples } = await store.query({
      scope,
      query: `count by (${label}) (${select(metric, inNamespace)})`,
      at,
      signal,
    });
    for (const { labels } of samples) {
      if (labels[label]) found.add(labels[label]);
    }
  }
  const services = [...found].sort();
  return {
    services: services.slice(0, MAX_SERVICES),
    cut: services.length > MAX_SERVICES,
  };
}
