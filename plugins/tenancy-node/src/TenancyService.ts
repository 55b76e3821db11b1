import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  NamespaceDecision,
  NamespaceGrant,
  NamespaceRef,
  TenantScope,
} from '@internal/plugin-tenancy-common';

/**
 * The one place that decides which namespaces a caller may read.
 *
 * @remarks
 * Every answer is a denial unless a trusted source says otherwise: a caller
 * that is not a user, an unknown cluster, a name that is no DNS label, an
 * index that is too old, all deny with a reason.
 *
 * @public
 */
export interface TenancyService {
  /** Decides about one namespace; never throws for a denial. */
  decide(options: {
    credentials: BackstageCredentials;
    namespace: NamespaceRef;
  }): Promise<NamespaceDecision>;

  /** Lists every namespace that the caller may read, sorted by cluster and name. */
  list(options: {
    credentials: BackstageCredentials;
    cluster?: string;
  }): Promise<NamespaceGrant[]>;

  /**
   * Decides about all the given namespaces of one cluster and returns the scope
   * that stores and cluster clients demand.
   *
   * @throws NotAllowedError with a `reason` when any of them is denied; to callers
   * outside the platform it does not tell whether a namespace of others exists.
   */
  scope(options: {
    credentials: BackstageCredentials;
    cluster: string;
    namespaces: string[];
  }): Promise<TenantScope>;
}
