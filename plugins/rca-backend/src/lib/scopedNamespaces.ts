import { InvestigationSubject } from '@internal/plugin-rca-node';
import { TenantScope } from '@internal/plugin-tenancy-common';

/** Namespaces of one investigation that are read at most. */
const MAX_NAMESPACES = 8;

/**
 * The subject's namespace and those of its dependencies in the same cluster, as
 * far as the caller may read them.
 * @internal
 */
export function scopedNamespaces(
  subject: InvestigationSubject,
  scope: TenantScope,
): string[] {
  const wanted = subject.dependencies
    .filter(dependency => dependency.cluster === subject.cluster)
    .map(dependency => dependency.namespace)
    .filter(namespace => namespace !== undefined);
  return [...new Set([subject.namespace, ...wanted])]
    .filter(namespace => scope.namespaces.includes(namespace))
    .slice(0, MAX_NAMESPACES);
}
