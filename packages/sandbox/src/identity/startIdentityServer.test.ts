import { createHash, randomBytes } from 'node:crypto';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import type { Person } from '../types';
import { people } from '../world';
import { IdentityServer, startIdentityServer } from './startIdentityServer';

const CALLBACK = 'http://localhost:7007/api/auth/zitadel/handler/frame';
const ROLES = 'urn:zitadel:iam:org:project:roles';

/** A browser as far as sign-in needs one: it keeps cookies and stops at redirects. */
class Browser {
  readonly #cookies = new Map<string, string>();
  readonly #server: IdentityServer;
  readonly verifier = randomBytes(32).toString('base64url');

  constructor(server: IdentityServer) {
    this.#server = server;
  }

  async open(url: string, form?: Record<string, string>) {
    const response = await fetch(new URL(url, this.#server.issuer), {
      redirect: 'manual',
      method: form ? 'POST' : 'GET',
      body: form && new URLSearchParams(form),
      headers: {
        cookie: [...this.#cookies].map(pair => pair.join('=')).join('; '),
      },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      this.#cookies.set(name, value);
    }
    return response;
  }

  /** Follows the provider's own redirects, and its forms that submit themselves. */
  async follow(response: Response): Promise<Response> {
    const { issuer } = this.#server;
    const location = response.headers.get('location');
    if (location && new URL(location, issuer).origin === issuer) {
      return this.follow(await this.open(location));
    }
    const html = location ? '' : await response.clone().text();
    if (html.includes('.submit()')) {
      const [, action] = /action="([^"]+)"/.exec(html)!;
      const inputs = html.matchAll(
        /<input[^>]* name="([^"]+)" value="([^"]+)"/g,
      );
      const form = Object.fromEntries([...inputs].map(([, ...pair]) => pair));
      return this.follow(await this.open(action, form));
    }
    return response;
  }

  async authorize(params: Record<string, string> = {}) {
    const query = new URLSearchParams({
      client_id: this.#server.clientId,
      redirect_uri: CALLBACK,
      response_type: 'code',
      scope: 'openid profile email offline_access',
      state: 'state-1',
      nonce: 'nonce-1',
      code_challenge: createHash('sha256')
        .update(this.verifier)
        .digest('base64url'),
      code_challenge_method: 'S256',
      ...params,
    });
    return this.follow(await this.open(`/oauth/v2/authorize?${query}`));
  }

  async signIn(
    username: string,
    params?: Record<string, string>,
    form: Record<string, string> = {},
  ) {
    const page = await this.authorize(params);
    const [, action] = /action="([^"]+)"/.exec(await page.text())!;
    const back = await this.follow(
      await this.open(action, { username, ...form }),
    );
    return new URL(back.headers.get('location')!);
  }

  async token(params: Record<string, string>) {
    const response = await fetch(`${this.#server.issuer}/oauth/v2/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(
          `${encodeURIComponent(this.#server.clientId)}:${
            this.#server.clientSecret
          }`,
        ).toString('base64')}`,
      },
      body: new URLSearchParams(params),
    });
    return { status: response.status, body: await response.json() };
  }

  async exchange(back: URL) {
    return this.token({
      grant_type: 'authorization_code',
      code: back.searchParams.get('code')!,
      redirect_uri: CALLBACK,
      code_verifier: this.verifier,
    });
  }
}

describe('startIdentityServer', () => {
  let server: IdentityServer;
  beforeAll(async () => {
    server = await startIdentityServer({
      host: '127.0.0.1',
      port: 0,
      people: people as Person[],
      portalUrls: ['http://localhost:7007/'],
    });
  });
  afterAll(() => server.close());

  const json = async (path: string, token?: string) =>
    (
      await fetch(`${server.issuer}${path}`, {
        headers: token ? { authorization: `Bearer ${token}` } : {},
      })
    ).json();

  it('should sign a person in with the claims of ZITADEL, and keep them signed in', async () => {
    const browser = new Browser(server);
    const page = await browser.authorize();
    const html = await page.text();
    expect(html).toContain('Sandbox: people and passwords here are made up');
    expect(html.match(/<button /g)).toHaveLength(6);
    expect(html).toContain('<html lang="en">');
    expect(page.headers.get('content-security-policy')).toContain(
      "default-src 'none'",
    );

    const back = await browser.signIn('adam');
    expect(`${back.origin}${back.pathname}`).toBe(CALLBACK);
    expect(back.searchParams.get('state')).toBe('state-1');
    const { body: tokens } = await browser.exchange(back);
    const { payload } = await jwtVerify(
      tokens.id_token,
      createLocalJWKSet(await json('/oauth/v2/keys')),
      { issuer: server.issuer, audience: server.clientId },
    );
    const claims = {
      sub: '300000000000000002',
      preferred_username: 'adam',
      name: 'Adam Andersson',
      email: 'adam@shop.example',
      email_verified: true,
      [ROLES]: {
        'team-a-admin': { '300000000000000100': 'shop.sandbox.localhost' },
      },
      'urn:zitadel:iam:org:project:300000000000000200:roles': {
        'team-a-admin': { '300000000000000100': 'shop.sandbox.localhost' },
      },
    };
    expect(server.issuer).toMatch(/^http:\/\/localhost:\d+$/);
    expect(payload).toMatchObject({
      ...claims,
      nonce: 'nonce-1',
      amr: ['pwd', 'otp', 'mfa'],
    });
    expect(await json('/oidc/v1/userinfo', tokens.access_token)).toMatchObject(
      claims,
    );

    const refreshed = await browser.token({
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
    });
    expect(refreshed.status).toBe(200);
    expect(
      await json('/oidc/v1/userinfo', refreshed.body.access_token),
    ).toMatchObject({ sub: claims.sub });
    expect((await browser.exchange(back)).body.error).toBe('invalid_grant');
  });

  it('should let people change over, know an open session, and end it', async () => {
    const browser = new Browser(server);
    const silent = () => browser.authorize({ prompt: 'none', scope: 'openid' });
    const errorOf = (response: Response) =>
      new URL(response.headers.get('location')!).searchParams.get('error');
    expect(errorOf(await silent())).toBe('login_required');

    await browser.signIn('alice');
    const other = await browser.signIn('nina', { scope: 'openid profile' });
    const { body } = await browser.exchange(other);
    expect(body.refresh_token).toBeUndefined();
    const nina = await json('/oidc/v1/userinfo', body.access_token);
    expect(nina.sub).toBe('300000000000000006');
    expect(nina).not.toHaveProperty(ROLES);

    const quiet = await silent();
    expect(errorOf(quiet)).toBeNull();
    const again = await browser.exchange(
      new URL(quiet.headers.get('location')!),
    );
    expect(
      await json('/oidc/v1/userinfo', again.body.access_token),
    ).toMatchObject({
      sub: nina.sub,
    });

    const end = await browser.open(
      `/oidc/v1/end_session?${new URLSearchParams({
        id_token_hint: body.id_token,
        post_logout_redirect_uri: 'http://localhost:7007',
      })}`,
    );
    // The page sends its form by itself, and runs nothing else.
    const html = await end.clone().text();
    const [, script] = /<script>(.*)<\/script>/.exec(html)!;
    expect(end.headers.get('content-security-policy')).toContain(
      `script-src 'sha256-${createHash('sha256')
        .update(script)
        .digest('base64')}'`,
    );
    const ended = await browser.follow(end);
    expect(ended.headers.get('location')).toBe('http://localhost:7007/');
    expect(errorOf(await silent())).toBe('login_required');
  });

  it('should say how somebody signed in, and forget who left', async () => {
    const browser = new Browser(server);
    const { body } = await browser.exchange(
      await browser.signIn('bob', {}, { factors: 'one' }),
    );
    expect(decodeJwt(body.id_token).amr).toEqual(['pwd']);
    server.directory.setRoles('bob', ['team-a-viewer']);
    const refresh = () =>
      browser.token({
        grant_type: 'refresh_token',
        refresh_token: body.refresh_token,
      });
    const { access_token: token } = (await refresh()).body;
    expect(
      Object.keys((await json('/oidc/v1/userinfo', token))[ROLES]),
    ).toEqual(['team-a-viewer']);
    server.directory.remove('bob');
    expect((await refresh()).body.error).toBe('invalid_grant');
  });

  it('should refuse foreign callbacks, missing PKCE, unknown people and stale pages', async () => {
    const browser = new Browser(server);
    const foreign = await browser.authorize({
      redirect_uri: 'http://evil.example/api/auth/zitadel/handler/frame',
    });
    expect(foreign.status).toBe(400);
    expect(await foreign.text()).toContain('redirect_uri');
    const bare = await browser.authorize({
      code_challenge: '',
      code_challenge_method: '',
    });
    expect(bare.headers.get('location')).toMatch(/error=invalid_request/);

    const page = await browser.authorize();
    const [, action] = /action="([^"]+)"/.exec(await page.text())!;
    expect((await browser.open(action, { username: 'mallory' })).status).toBe(
      400,
    );
    const stranger = new Browser(server);
    expect((await stranger.open(action, { username: 'petra' })).status).toBe(
      400,
    );
    expect((await stranger.open('/ui/login/nope')).status).toBe(400);
  });
});
