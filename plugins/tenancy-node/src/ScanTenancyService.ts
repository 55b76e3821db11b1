import { NamespaceRef, TenantScope } from '@internal/plugin-tenancy-common';

/** A namespace that may be scanned, and the group that it is scanned for. @public */
export type ScannableNamespace = NamespaceRef & {
  /** Entity ref of the one owner. */
  owner: string;
};

/**
 * The narrow way for a scheduled scan, behind which there is no person, to look at
 * telemetry.
 *
 * @remarks
 * What a scan finds is shown to nobody on its strength: whoever reads it is decided
 * about when they read. The rules are stricter than for people. A scope has exactly
 * one namespace, so that nothing of two tenants can meet in one question. The
 * namespace has exactly one owner by the trusted sources, whose view is fresh; what
 * is unowned, in conflict or only shared is not scanned. Cluster clients refuse the
 * scope. Only the plugins in the list of `scanTenancyServiceRef` get the service, and
 * each scope goes on the record with the owner.
 *
 * @public
 */
export interface ScanTenancyService {
  /** Every namespace that may be scanned now, sorted by cluster and name. */
  list(): Promise<ScannableNamespace[]>;
  /** @throws NotAllowedError when the namespace may not be scanned (any more). */
  scope(
    namespace: NamespaceRef,
  ): Promise<{ scope: TenantScope; owner: string }>;
}
