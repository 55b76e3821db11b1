import { NotAllowedError } from '@backstage/errors';
import { TenantScope } from '@internal/plugin-tenancy-common';

/** RFC 1123 label, as Kubernetes demands of a namespace. */
const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The namespaces of a scope, or an error: a scope that is no scope, of another
 * cluster, empty, or with a name that is no namespace never reaches a store.
 * @internal
 */
export function scopeNamespaces(
  scope: TenantScope,
  cluster: string,
): readonly string[] {
  if (scope?.$$type !== '@internal/TenantScope') {
    throw new NotAllowedError('A tenant scope is required');
  }
  if (scope.cluster !== cluster) {
    throw new NotAllowedError(
      `The scope is for cluster '${scope.cluster}', not for '${cluster}'`,
    );
  }
  if (scope.namespaces.length === 0) {
    throw new NotAllowedError('The scope has no namespaces');
  }
  for (const namespace of scope.namespaces) {
    if (typeof namespace !== 'string' || !DNS_LABEL.test(namespace)) {
      throw new NotAllowedError(
        `The scope has an invalid namespace ${JSON.stringify(namespace)}`,
      );
    }
  }
  return scope.namespaces;
}
