import { TenantScope } from '@internal/plugin-tenancy-common';
import { TelemetryTarget } from '../telemetry/telemetryTargets';

const PORT = /:\d+$/;
/** `service.namespace.svc`, with or without the cluster's domain. */
const CLUSTER_DNS = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\..+)?$/;
const SHORT_DNS = /^([a-z0-9-]+)\.([a-z0-9-]+)$/;

/**
 * The service behind an address as a client writes it. A bare name means the
 * caller's own namespace when that has such a workload, else the one that the
 * catalog's dependencies name.
 * @internal
 */
export function resolvePeer(options: {
  address: string;
  callerNamespace: string;
  targets: readonly TelemetryTarget[];
  scope: TenantScope;
  /** In which of the scope's namespaces a workload of a name exists. */
  homes: ReadonlyMap<string, ReadonlySet<string>>;
}): { callee: string; calleeNamespace?: string } {
  const { callerNamespace, targets, scope, homes } = options;
  const host = options.address.replace(PORT, '');
  const [, service, namespace] =
    CLUSTER_DNS.exec(host) ?? SHORT_DNS.exec(host) ?? [];
  if (
    service &&
    (CLUSTER_DNS.test(host) || scope.namespaces.includes(namespace))
  ) {
    return { callee: service, calleeNamespace: namespace };
  }
  if (homes.get(host)?.has(callerNamespace)) {
    return { callee: host, calleeNamespace: callerNamespace };
  }
  const target = targets.find(t => t.service === host);
  return {
    callee: host,
    ...(target && { calleeNamespace: target.namespace }),
  };
}
