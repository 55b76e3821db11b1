import { createApiRef } from '@backstage/frontend-plugin-api';
import {
  AccessExplanation,
  AccessOverview,
  AccessRequestAnswer,
  AccessRequestInput,
  FlaggedEntityPage,
  NamespaceAccess,
  NamespaceAccessReport,
  NamespacePage,
  NamespaceRef,
  NamespaceState,
} from '@internal/plugin-tenancy-common';

/** Which page of a list, and how long a page is. @public */
export type PageQuery = { cursor?: string; limit?: number };

/** @public */
export type AccessQuery = PageQuery & {
  cluster?: string;
  access?: NamespaceAccess;
  /** Part of a name. */
  q?: string;
};

/** @public */
export type NamespacesQuery = PageQuery & {
  cluster?: string;
  owner?: string;
  state?: NamespaceState;
  q?: string;
};

type Options = { signal?: AbortSignal };

/**
 * What the pages need of the tenancy backend. Every call acts as the signed-in user.
 * @public
 */
export interface TenancyApi {
  /** What the caller may read, and why. */
  getAccess(query: AccessQuery, options?: Options): Promise<AccessOverview>;
  /** The caller's own decision about one namespace. */
  explain(
    namespace: NamespaceRef,
    options?: Options,
  ): Promise<AccessExplanation>;
  requestAccess(input: AccessRequestInput): Promise<AccessRequestAnswer>;
  /** For the platform; everybody else is denied. */
  listNamespaces(
    query: NamespacesQuery,
    options?: Options,
  ): Promise<NamespacePage>;
  /** For the platform and the owners; `NotFoundError` for everybody else. */
  getNamespaceAccess(
    namespace: NamespaceRef,
    query: PageQuery,
    options?: Options,
  ): Promise<NamespaceAccessReport>;
  /** All for the platform, else those of the caller's groups. */
  listFlagged(query: PageQuery, options?: Options): Promise<FlaggedEntityPage>;
}

/** @public */
export const tenancyApiRef = createApiRef<TenancyApi>().with({
  id: 'plugin.tenancy.client',
  pluginId: 'tenancy',
});
