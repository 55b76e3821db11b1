import { InvestigationSubject } from '@internal/plugin-rca-node';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { Unchecked } from '@internal/plugin-rca-common';

/** Nearest first, so a long chain loses its far end. */
const MAX_TARGETS = 40;

/** A service whose own telemetry may be read. @internal */
export type TelemetryTarget = {
  service: string;
  namespace: string;
  isSubject: boolean;
};

/** @internal */
export type TelemetryTargets = {
  own: TelemetryTarget[];
  /** Names of dependencies outside the scope, or of unknown namespace. */
  foreign: string[];
};

/** Sorts the subject and its dependencies by whether the scope covers them. @internal */
export function telemetryTargets(options: {
  subject: InvestigationSubject;
  scope: TenantScope;
}): TelemetryTargets {
  const { subject, scope } = options;
  const own: TelemetryTarget[] = [
    {
      service: subject.serviceName,
      namespace: subject.namespace,
      isSubject: true,
    },
  ];
  const foreign = new Set<string>();
  for (const { serviceName, cluster, namespace } of subject.dependencies) {
    const inScope =
      cluster === scope.cluster &&
      namespace !== undefined &&
      scope.namespaces.includes(namespace);
    if (!inScope) {
      foreign.add(serviceName);
    } else if (
      own.length < MAX_TARGETS &&
      !own.some(t => t.service === serviceName && t.namespace === namespace)
    ) {
      own.push({ service: serviceName, namespace, isSubject: false });
    }
  }
  return { own, foreign: [...foreign].sort() };
}

/** What the report says of dependencies that may not be looked into. @internal */
export function foreignUnchecked(
  source: string,
  targets: TelemetryTargets,
): Unchecked[] {
  return targets.foreign.map(service => ({
    source,
    reason: 'foreign-namespace',
    message: `${service} is outside your namespaces: only what its callers see of it was looked at`,
  }));
}
