import { OAuth2, OAuth2Session } from '@backstage/core-app-api';
import { createApiRef, DiscoveryApi } from '@backstage/frontend-plugin-api';
import { PortalSession, startOver, toSession } from './portalSession';

const TIMEOUT_MS = 30_000;

/** Sign-in with name and password; the password is sent once and kept nowhere. */
export class LdapSignIn {
  /** The session, as other providers have it. */
  readonly auth: OAuth2;
  readonly #discoveryApi: DiscoveryApi;
  #form?: { username: string; password: string };

  constructor(options: { discoveryApi: DiscoveryApi }) {
    this.#discoveryApi = options.discoveryApi;
    this.auth = OAuth2.create({
      authConnector: {
        createSession: async () => {
          const form = this.#form;
          return form ? this.#ask('handler/frame', form) : startOver();
        },
        refreshSession: async () => this.#ask('refresh'),
        removeSession: async () => {
          await this.#post('logout');
        },
      },
    });
  }

  /** Signs in; throws what the portal says when it does not let somebody in. */
  async signIn(username: string, password: string): Promise<void> {
    this.#form = { username, password };
    try {
      await this.auth.getBackstageIdentity();
    } finally {
      this.#form = undefined;
    }
  }

  async #ask(path: string, body?: object): Promise<OAuth2Session> {
    const response = await this.#post(path, body);
    return toSession((await response.json()) as PortalSession);
  }

  async #post(path: string, body: object = {}): Promise<Response> {
    const baseUrl = await this.#discoveryApi.getBaseUrl('auth');
    const response = await fetch(`${baseUrl}/ldap/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-requested-with': 'XMLHttpRequest',
      },
      credentials: 'include',
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) {
      const { error } = await response.json().catch(() => ({}));
      throw Object.assign(new Error(error?.message ?? response.statusText), {
        name: error?.name ?? 'Error',
        status: response.status,
      });
    }
    return response;
  }
}

/** Sign-in with name and password, where the portal has an LDAP directory. */
export const ldapSignInApiRef = createApiRef<LdapSignIn>().with({
  id: 'auth.ldap',
  pluginId: 'app',
});
