import { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import { ResponseError } from '@backstage/errors';
import { PluginClient } from '@internal/page-kit';
import {
  AccessKeyItem,
  AccessKeyList,
  AccessKeyWithSecret,
  NewAccessKey,
} from '@internal/plugin-tenancy-common';
import { AccessKeysApi } from './AccessKeysApi';

const KEYS = ['access-keys', 'v1', 'keys'];

/** {@link AccessKeysApi} over the HTTP API of the module of the auth plugin. */
export class AccessKeysClient implements AccessKeysApi {
  readonly #client: PluginClient;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#client = new PluginClient({ pluginId: 'auth', ...options });
  }

  async list(options?: {
    signal?: AbortSignal;
  }): Promise<AccessKeyItem[] | undefined> {
    try {
      const response = await this.#client.request(KEYS, options);
      const { items } = (await response.json()) as AccessKeyList;
      return items;
    } catch (error) {
      // The module mounts no route where access keys are not configured.
      if (error instanceof ResponseError && error.response.status === 404) {
        return undefined;
      }
      throw error;
    }
  }

  async create(key: NewAccessKey): Promise<AccessKeyWithSecret> {
    const response = await this.#client.request(KEYS, {
      method: 'POST',
      body: key,
    });
    return response.json();
  }

  async rotate(id: string): Promise<AccessKeyWithSecret> {
    const response = await this.#client.request([...KEYS, id, 'rotate'], {
      method: 'POST',
    });
    return response.json();
  }

  async revoke(id: string): Promise<void> {
    await this.#client.request([...KEYS, id], { method: 'DELETE' });
  }
}
