import { NamespaceRef } from '@internal/plugin-tenancy-common';

/**
 * What the index knows about one namespace.
 * @public
 */
export type NamespaceLookup =
  | { state: 'unknown-cluster' }
  | { state: 'unavailable' }
  | { state: 'absent' }
  | { state: 'present'; labels: Readonly<Record<string, string>> };

/**
 * How well the index of one cluster is, for status pages and metrics.
 * @public
 */
export type NamespaceIndexStatus = {
  cluster: string;
  /** False: every decision about this cluster is a denial. */
  available: boolean;
  namespaces: number;
  /** Time since the cluster last confirmed the content; undefined before the first time. */
  ageMs?: number;
  /** Why the last attempt failed, while it does. */
  error?: string;
  /** Failed attempts since the last that worked. */
  failures: number;
  /** Full lists since the start: the first, and one after whatever broke a watch. */
  lists: number;
};

/**
 * The namespaces of all configured clusters with their labels, kept by watch.
 *
 * @remarks
 * Internal to tenancy: everybody else asks the tenancy service, which decides.
 *
 * @public
 */
export interface NamespaceIndexService {
  /** Waits a bounded time for the first list of a cluster; never throws. */
  lookup(namespace: NamespaceRef): Promise<NamespaceLookup>;
  /**
   * Labels of all namespaces of a cluster by name, or undefined when the index cannot
   * tell. The map never changes: after a change of the cluster it is another one.
   */
  entries(
    cluster: string,
  ): Promise<ReadonlyMap<string, Readonly<Record<string, string>>> | undefined>;
  /** One a cluster, sorted by name. */
  status(): NamespaceIndexStatus[];
}
