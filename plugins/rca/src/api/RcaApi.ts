import { createApiRef } from '@backstage/frontend-plugin-api';
import {
  Investigation,
  InvestigationList,
  InvestigationWithReport,
  ListInvestigationsQuery,
  StartInvestigationRequest,
} from '@internal/plugin-rca-common';

/**
 * What the pages need of the rca backend. Every call acts as the signed-in user.
 * @public
 */
export interface RcaApi {
  /** Newest first, only of namespaces that the caller may read. */
  list(
    query: ListInvestigationsQuery,
    options?: { signal?: AbortSignal },
  ): Promise<InvestigationList>;
  start(request: StartInvestigationRequest): Promise<Investigation>;
  /** Throws `NotFoundError` as well when the caller may not see it. */
  get(
    id: string,
    options?: { signal?: AbortSignal },
  ): Promise<InvestigationWithReport>;
  cancel(id: string): Promise<void>;
  /** The report as it is committed to Git. */
  getMarkdown(id: string): Promise<string>;
}

/** @public */
export const rcaApiRef = createApiRef<RcaApi>().with({
  id: 'plugin.rca.client',
  pluginId: 'rca',
});
