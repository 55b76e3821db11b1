import { ResponseError } from '@backstage/errors';
import { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import {
  Investigation,
  InvestigationList,
  InvestigationWithReport,
  ListInvestigationsQuery,
  StartInvestigationRequest,
} from '@internal/plugin-rca-common';
import { RcaApi } from './RcaApi';

/** A request that takes longer than this is given up; the next poll tries again. */
const REQUEST_TIMEOUT_MS = 20_000;

type RequestOptions = { method?: string; body?: unknown; signal?: AbortSignal };

/** {@link RcaApi} over HTTP. */
export class RcaClient implements RcaApi {
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  async list(
    query: ListInvestigationsQuery,
    options?: { signal?: AbortSignal },
  ): Promise<InvestigationList> {
    const search = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) {
      if (value !== undefined) {
        search.set(key, String(value));
      }
    }
    const response = await this.#request(`/investigations?${search}`, options);
    return response.json();
  }

  async start(request: StartInvestigationRequest): Promise<Investigation> {
    const response = await this.#request('/investigations', {
      method: 'POST',
      body: request,
    });
    return response.json();
  }

  async get(
    id: string,
    options?: { signal?: AbortSignal },
  ): Promise<InvestigationWithReport> {
    const response = await this.#request(this.#path(id), options);
    return response.json();
  }

  async cancel(id: string): Promise<void> {
    await this.#request(`${this.#path(id)}/cancel`, { method: 'POST' });
  }

  async getMarkdown(id: string): Promise<string> {
    const response = await this.#request(`${this.#path(id)}/report.md`);
    return response.text();
  }

  #path(id: string): string {
    return `/investigations/${encodeURIComponent(id)}`;
  }

  async #request(path: string, options: RequestOptions = {}) {
    const baseUrl = await this.#discoveryApi.getBaseUrl('rca');
    const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    const response = await this.#fetchApi.fetch(`${baseUrl}${path}`, {
      method: options.method ?? 'GET',
      signal: options.signal
        ? AbortSignal.any([options.signal, timeout])
        : timeout,
      ...(options.body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(options.body),
      }),
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }
}
