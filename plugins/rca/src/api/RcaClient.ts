import { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import { PluginClient } from '@internal/page-kit';
import {
  Investigation,
  InvestigationList,
  InvestigationWithReport,
  ListInvestigationsQuery,
  StartInvestigationRequest,
} from '@internal/plugin-rca-common';
import { RcaApi } from './RcaApi';

/** {@link RcaApi} over HTTP. */
export class RcaClient implements RcaApi {
  readonly #client: PluginClient;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#client = new PluginClient({ pluginId: 'rca', ...options });
  }

  async list(
    query: ListInvestigationsQuery,
    options?: { signal?: AbortSignal },
  ): Promise<InvestigationList> {
    const response = await this.#client.request(['investigations'], {
      query,
      ...options,
    });
    return response.json();
  }

  async start(request: StartInvestigationRequest): Promise<Investigation> {
    const response = await this.#client.request(['investigations'], {
      method: 'POST',
      body: request,
    });
    return response.json();
  }

  async get(
    id: string,
    options?: { signal?: AbortSignal },
  ): Promise<InvestigationWithReport> {
    const response = await this.#client.request(
      ['investigations', id],
      options,
    );
    return response.json();
  }

  async cancel(id: string): Promise<void> {
    await this.#client.request(['investigations', id, 'cancel'], {
      method: 'POST',
    });
  }

  async getMarkdown(id: string): Promise<string> {
    const response = await this.#client.request([
      'investigations',
      id,
      'report.md',
    ]);
    return response.text();
  }
}
