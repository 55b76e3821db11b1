import {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  Investigation,
  InvestigationWithReport,
  StartInvestigationRequest,
} from '@internal/plugin-rca-common';
import { RcaService } from './RcaService';

/** One answer of the rca plugin; investigations run in the background. */
const REQUEST_DEADLINE_MS = 30_000;

type RequestOptions = {
  credentials: BackstageCredentials;
  signal?: AbortSignal;
};

/** @internal */
export class DefaultRcaService implements RcaService {
  readonly #auth: AuthService;
  readonly #discovery: DiscoveryService;

  constructor(options: { auth: AuthService; discovery: DiscoveryService }) {
    this.#auth = options.auth;
    this.#discovery = options.discovery;
  }

  async start(
    request: StartInvestigationRequest,
    options: RequestOptions,
  ): Promise<Investigation> {
    const response = await this.#fetch('POST', '', options, request);
    return (await response.json()) as Investigation;
  }

  async get(
    id: string,
    options: RequestOptions,
  ): Promise<InvestigationWithReport> {
    const response = await this.#fetch(
      'GET',
      `/${encodeURIComponent(id)}`,
      options,
    );
    return (await response.json()) as InvestigationWithReport;
  }

  async cancel(id: string, options: RequestOptions): Promise<void> {
    await this.#fetch('POST', `/${encodeURIComponent(id)}/cancel`, options);
  }

  async #fetch(
    method: string,
    path: string,
    options: RequestOptions,
    body?: object,
  ): Promise<Response> {
    const baseUrl = await this.#discovery.getBaseUrl('rca');
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: options.credentials,
      targetPluginId: 'rca',
    });
    const deadline = AbortSignal.timeout(REQUEST_DEADLINE_MS);
    const response = await fetch(`${baseUrl}/investigations${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body && { 'Content-Type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
      signal: options.signal
        ? AbortSignal.any([options.signal, deadline])
        : deadline,
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }
}
