import { ResponseError } from '@backstage/errors';
import { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';

/** A request that takes longer than this is given up; the next poll tries again. */
const REQUEST_TIMEOUT_MS = 20_000;

/** @public */
export type PluginRequest = {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Parts that are `undefined` are left out. */
  query?: object;
  body?: unknown;
  signal?: AbortSignal;
  /** The deadline ends with the head of the answer; its body lasts as long as it lasts. */
  streamed?: boolean;
};

/**
 * Calls the HTTP API of one backend plugin as the signed-in user.
 *
 * @remarks
 * Throws a `ResponseError`, whose `cause` is the error of the backend.
 *
 * @public
 */
export class PluginClient {
  readonly #pluginId: string;
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;

  constructor(options: {
    pluginId: string;
    discoveryApi: DiscoveryApi;
    fetchApi: FetchApi;
  }) {
    this.#pluginId = options.pluginId;
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  /** `parts` are path segments, which are escaped. */
  async request(
    parts: readonly string[],
    request: PluginRequest = {},
  ): Promise<Response> {
    const baseUrl = await this.#discoveryApi.getBaseUrl(this.#pluginId);
    const path = parts.map(encodeURIComponent).join('/');
    const search = new URLSearchParams(
      Object.entries(request.query ?? {})
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [key, String(value)]),
    );
    const deadline = new AbortController();
    const timer = setTimeout(
      () => deadline.abort(new DOMException('No answer', 'TimeoutError')),
      REQUEST_TIMEOUT_MS,
    );
    try {
      const response = await this.#fetchApi.fetch(
        `${baseUrl}/${path}${search.size > 0 ? `?${search}` : ''}`,
        {
          method: request.method ?? 'GET',
          signal: request.signal
            ? AbortSignal.any([request.signal, deadline.signal])
            : deadline.signal,
          ...(request.body !== undefined && {
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(request.body),
          }),
        },
      );
      if (!response.ok) {
        throw await ResponseError.fromResponse(response);
      }
      return response;
    } finally {
      if (request.streamed) {
        clearTimeout(timer);
      }
    }
  }
}
