import { Unchecked } from '@internal/plugin-rca-common';
import { TenantScope } from '@internal/plugin-tenancy-common';
import { K8sgptResult } from './K8sgptResult';

/** What k8sgpt said, and what it could not look at. @internal */
export type K8sgptReading = {
  results: K8sgptResult[];
  unchecked: Unchecked[];
};

/** One way to ask k8sgpt. @internal */
export interface K8sgptSource {
  /**
   * Whether it looks with a tenant's token, which may not read Secrets and what
   * belongs to the whole cluster: k8sgpt calls missing what it may not read.
   */
  readonly asTenant: boolean;
  /**
   * @param options - `namespaces` are those of the investigation, each in the scope.
   * @throws when k8sgpt cannot be asked at all.
   */
  read(options: {
    scope: TenantScope;
    namespaces: readonly string[];
    signal: AbortSignal;
  }): Promise<K8sgptReading>;
}
