import { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import { PluginClient } from '@internal/page-kit';
import {
  AccessExplanation,
  AccessOverview,
  AccessRequestAnswer,
  AccessRequestInput,
  FlaggedEntityPage,
  NamespaceAccessReport,
  NamespacePage,
  NamespaceRef,
} from '@internal/plugin-tenancy-common';
import {
  AccessQuery,
  NamespacesQuery,
  PageQuery,
  TenancyApi,
} from './TenancyApi';

type Options = { signal?: AbortSignal };

/** {@link TenancyApi} over HTTP. */
export class TenancyClient implements TenancyApi {
  readonly #client: PluginClient;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#client = new PluginClient({ pluginId: 'tenancy', ...options });
  }

  getAccess(query: AccessQuery, options?: Options): Promise<AccessOverview> {
    return this.#get(['access'], query, options);
  }

  explain(
    namespace: NamespaceRef,
    options?: Options,
  ): Promise<AccessExplanation> {
    return this.#get(['explain'], namespace, options);
  }

  async requestAccess(input: AccessRequestInput): Promise<AccessRequestAnswer> {
    const response = await this.#client.request(['access-requests'], {
      method: 'POST',
      body: input,
    });
    return response.json();
  }

  listNamespaces(
    query: NamespacesQuery,
    options?: Options,
  ): Promise<NamespacePage> {
    return this.#get(['namespaces'], query, options);
  }

  getNamespaceAccess(
    { cluster, namespace }: NamespaceRef,
    query: PageQuery,
    options?: Options,
  ): Promise<NamespaceAccessReport> {
    return this.#get(
      ['namespaces', cluster, namespace, 'access'],
      query,
      options,
    );
  }

  listFlagged(query: PageQuery, options?: Options): Promise<FlaggedEntityPage> {
    return this.#get(['flagged-entities'], query, options);
  }

  async #get<T>(parts: string[], query: object, options?: Options): Promise<T> {
    const response = await this.#client.request(parts, { query, ...options });
    return response.json();
  }
}
