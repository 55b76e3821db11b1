import {
  NamespaceKnowledge,
  NamespaceRef,
} from '@internal/plugin-tenancy-common';
import { NamespaceIndexStatus } from './NamespaceIndexService';

/** A namespace that the index has, and what the trusted sources say about it. @public */
export type KnownNamespace = {
  namespace: NamespaceRef;
  knowledge: Extract<NamespaceKnowledge, { state: 'present' }>;
};

/** Name and title of a configured cluster, and how well its namespaces are known. @public */
export type OwnershipCluster = NamespaceIndexStatus & { title: string };

/**
 * What the trusted sources say about namespaces, whoever asks.
 *
 * @remarks
 * This is knowledge, not a decision: nothing may be read on its strength. Whoever
 * wants to read asks the tenancy service.
 *
 * @public
 */
export interface OwnershipService {
  /** Entity refs of the groups that may read every owned or shared namespace. */
  readonly platformGroups: readonly string[];
  /** Decisions about a cluster with a view older than this are denials. */
  readonly maxIndexAgeMs: number;
  /** Never throws; what cannot be told is a state. */
  knowledgeOf(namespace: NamespaceRef): Promise<NamespaceKnowledge>;
  /**
   * The namespaces of a cluster by name, or undefined when the index cannot tell.
   *
   * @param options - `reachableBy` leaves out those that no decision about a member of
   * these groups could allow, unless it is a platform group; what stays is not decided yet
   */
  list(
    cluster: string,
    options?: { reachableBy?: readonly string[] },
  ): Promise<readonly KnownNamespace[] | undefined>;
  /** Sorted by name. */
  clusters(): OwnershipCluster[];
}
