import { TenantScope } from '@internal/plugin-tenancy-common';

/**
 * The only place where a scope is made, after a decision. Frozen, so that it stays
 * what was decided.
 */
export function createTenantScope(
  decided: Omit<TenantScope, '$$type'>,
): TenantScope {
  return Object.freeze({
    $$type: '@internal/TenantScope',
    ...decided,
    namespaces: Object.freeze([...decided.namespaces]),
  });
}
