import { TestDatabases } from '@backstage/backend-test-utils';
import {
  IdentityServer,
  ORGANISATION,
  people,
  PROJECT_ID,
  startIdentityServer,
} from '@internal/sandbox';
import { Browser } from './__testUtils__/Browser';
import { APP_URL, Interaction, TestPortal } from './__testUtils__/TestPortal';

jest.setTimeout(60_000);

const ALICE = 'user:default/300000000000000001';
const HOUR_MS = 3_600_000;
const COOKIE = 'zitadel-refresh-token';

/** The whole way, at an identity provider that answers as ZITADEL does. */
describe('zitadel provider at the sandbox', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  let server: IdentityServer;
  let knex: Awaited<ReturnType<typeof databases.init>>;
  let portal: TestPortal;
  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
  });

  beforeEach(async () => {
    jest.spyOn(console, 'info').mockImplementation();
    jest.spyOn(console, 'warn').mockImplementation();
    server = await startIdentityServer({
      host: '127.0.0.1',
      port: 0,
      people: [...people],
      portalUrls: [APP_URL],
    });
  });
  afterEach(async () => {
    jest.useRealTimers();
    await portal.stop();
    await server.close();
  });

  const start = async (
    provider: object = {},
    { memberOf, auth }: { memberOf?: string[]; auth?: object } = {},
  ) => {
    const { issuer, clientId, clientSecret } = server;
    portal = await TestPortal.start({
      knex,
      memberOf,
      auth,
      provider: {
        issuer,
        clientId,
        clientSecret,
        postLogoutRedirectUri: APP_URL,
        roles: { organizationIds: ORGANISATION.id },
        ...provider,
      },
    });
  };

  /** Chooses a person on the sign-in page. */
  const as =
    (username: string, form: Record<string, string> = {}): Interaction =>
    async (browser, page, url) => {
      const [, action] = /action="([^"]+)"/.exec(await page.text())!;
      return browser.post(new URL(action, url).href, {}, { username, ...form });
    };
  const signIn = (username: string, browser?: Browser, form?: object) =>
    portal.signIn({ browser, interact: as(username, { ...form }) });

  it('should sign in, apply changed roles at refresh, and sign out at both', async () => {
    await start({}, { memberOf: ['group:default/team-b'] });
    server.directory.setRoles('alice', ['team-a-developer', 'team-a-b-viewer']);
    const signedIn = await signIn('alice');
    const { browser, authorization, claims, response } = signedIn;
    expect(Object.fromEntries(authorization.searchParams)).toMatchObject({
      client_id: server.clientId,
      code_challenge_method: 'S256',
      nonce: expect.any(String),
      scope: expect.stringContaining('offline_access'),
    });
    expect(authorization.searchParams.has('prompt')).toBe(false);
    expect(claims).toMatchObject({
      sub: ALICE,
      ent: [ALICE, 'group:default/team-a', 'group:default/team-a-b'],
    });
    expect(claims.exp - claims.iat).toBeLessThanOrEqual(HOUR_MS / 1_000);
    expect(response.profile).toEqual({
      displayName: 'Alice Almeida',
      email: 'alice@shop.example',
    });
    // No token of the provider reaches a script of the browser.
    expect(response.providerInfo).toMatchObject({ accessToken: '' });
    expect(response.providerInfo).not.toHaveProperty('idToken');
    const cookie = signedIn.cookies.find((line: string) =>
      line.startsWith('zitadel-refresh-token=v1.'),
    );
    expect(cookie).toMatch(/Max-Age=43200;.*HttpOnly; SameSite=Lax/);
    // The catalog knows another group: reported, and the sign-in's count.
    expect(portal.events).toContainEqual(
      expect.objectContaining({
        eventId: 'group-difference',
        meta: {
          userEntityRef: ALICE,
          onlyInToken: ['group:default/team-a', 'group:default/team-a-b'],
          onlyInCatalog: ['group:default/team-b'],
        },
      }),
    );

    server.directory.setRoles('alice', ['team-b-admin']);
    const refreshed = await portal.refresh(browser);
    expect(refreshed.claims!.ent).toEqual([ALICE, 'group:default/team-b']);
    // What counts for every token of hers, also for those issued before.
    const [{ user_info: known }] = await knex('user_info').where({
      user_entity_ref: ALICE,
    });
    expect(JSON.parse(known).claims.ent).toEqual(refreshed.claims!.ent);
    expect(refreshed.body.providerInfo).toMatchObject({ accessToken: '' });
    server.directory.setRoles('alice', []);
    expect((await portal.refresh(browser)).claims!.ent).toEqual([ALICE]);

    const { logoutUrl } = await portal.signOut(browser);
    const logout = new URL(logoutUrl);
    expect(`${logout.origin}${logout.pathname}`).toBe(
      `${server.issuer}/oidc/v1/end_session`,
    );
    expect(Object.fromEntries(logout.searchParams)).toEqual({
      client_id: server.clientId,
      id_token_hint: expect.stringMatching(/^eyJ/),
      post_logout_redirect_uri: APP_URL,
    });
    const page = await browser.get(logoutUrl);
    const html = await page.text();
    const [, action] = /action="([^"]+)"/.exec(html)!;
    const [, xsrf] = /name="xsrf" value="([^"]+)"/.exec(html)!;
    const ended = await browser.post(action, {}, { xsrf, logout: 'yes' });
    expect(new URL(ended.headers.get('location')!).origin).toBe(APP_URL);
    // The session is over at the provider, the refresh token at both.
    const silent = new URL(authorization);
    silent.searchParams.set('prompt', 'none');
    const { headers } = await browser.get(silent.href);
    expect(headers.get('location')).toContain('error=login_required');
    expect((await portal.refresh(browser)).status).toBe(401);
  });

  it('should let two tabs refresh at once, though a refresh token counts once', async () => {
    await start();
    const { browser } = await signIn('alice');
    const tabs = await Promise.all(
      [1, 2, 3].map(() => portal.refresh(browser)),
    );
    expect(tabs.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await portal.refresh(browser)).status).toBe(200);
  });

  it('should sign out somebody who left, and let nobody without a role own anything', async () => {
    await start({ projectId: PROJECT_ID });
    const bob = await signIn('bob');
    expect(bob.claims.ent).toContain('group:default/team-b');
    server.directory.remove('bob');
    expect((await portal.refresh(bob.browser)).status).toBe(401);

    const nina = await signIn('nina');
    expect(nina.claims.ent).toEqual(['user:default/300000000000000006']);
  });

  it('should count the grants of the configured organisations only', async () => {
    await start({ roles: { organizationIds: '300000000000000999' } });
    expect((await signIn('petra')).claims.ent).toEqual([
      'user:default/300000000000000005',
    ]);
  });

  it('should refuse a sign-in without the required factors, and ask anew at the next', async () => {
    await start({ requireAuthentication: { amr: ['mfa'] } });
    const weak = await signIn('alice', undefined, { factors: 'one' });
    expect(weak.claims).toBeUndefined();
    expect(weak.error).toEqual({
      name: 'NotAllowedError',
      message:
        'This portal needs a stronger sign-in than yours was: mfa is missing [stronger-sign-in-required]',
    });
    expect(portal.events).toContainEqual({
      eventId: 'sign-in-refused',
      severityLevel: 'medium',
      meta: {
        provider: 'zitadel',
        subject: '300000000000000001',
        reason: 'stronger-sign-in-required',
      },
    });
    expect(weak.cookies.join()).not.toContain('refresh-token');
    expect((await portal.refresh(weak.browser)).status).toBe(401);

    const strong = await signIn('alice', weak.browser);
    expect(strong.authorization.searchParams.get('prompt')).toBe('login');
    expect(strong.claims.sub).toBe(ALICE);
    expect((await portal.refresh(strong.browser)).status).toBe(200);
    const again = await signIn('alice', strong.browser);
    expect(again.authorization.searchParams.has('prompt')).toBe(false);
  });

  it('should open sessions of other replicas, and hold them to what is required now', async () => {
    await start();
    const cookieOf = async (username: string, form?: object) => {
      const { browser } = await signIn(username, undefined, form);
      return browser.cookie(portal.authUrl, COOKIE)!;
    };
    const strong = await cookieOf('bob');
    const weak = await cookieOf('alice', { factors: 'one' });
    const refreshWith = async (cookie: string) => {
      const browser = new Browser();
      browser.setCookie(portal.authUrl, COOKIE, cookie);
      return { browser, ...(await portal.refresh(browser)) };
    };
    await portal.stop();
    await start({ requireAuthentication: { amr: ['mfa'] } });
    const { status, browser } = await refreshWith(strong);
    expect(status).toBe(200);
    expect((await refreshWith(weak)).status).toBe(401);

    const kept = browser.cookie(portal.authUrl, COOKIE)!;
    await portal.stop();
    await start({}, { auth: { session: { secret: 'another'.repeat(8) } } });
    expect((await refreshWith(kept)).status).toBe(401);
  });

  it('should ask for the required class, and refuse where there is none', async () => {
    await start({ requireAuthentication: { acr: ['urn:example:gold'] } });
    const { authorization, error } = await signIn('alice');
    expect(authorization.searchParams.get('acr_values')).toBe(
      'urn:example:gold',
    );
    expect(error.message).toContain('urn:example:gold is missing');
  });

  it('should end sessions on time, and trust no cookie but its own', async () => {
    await start({ sessionDuration: { hours: 2 } });
    const { browser } = await signIn('alice');
    const first = browser.cookie(portal.authUrl, COOKIE)!;
    jest.useFakeTimers({ doNotFake: allBut('Date'), now: Date.now() });
    for (let minutes = 0; minutes < 119; minutes += 40) {
      jest.setSystemTime(Date.now() + (minutes && 40 * 60_000));
      expect((await portal.refresh(browser)).status).toBe(200);
    }
    // Refreshed just now, but signed in two hours ago.
    jest.setSystemTime(Date.now() + 40 * 60_000);
    expect((await portal.refresh(browser)).status).toBe(401);
    jest.useRealTimers();

    const sealed = first.slice('v1.'.length);
    const flipped = Buffer.from(sealed, 'base64url');
    flipped[20] ^= 1;
    for (const forged of [
      'v1.',
      sealed,
      `v2.${sealed}`,
      `v1.${flipped.toString('base64url')}`,
      'a-refresh-token-as-the-provider-issues-it',
      '%00',
    ]) {
      browser.setCookie(portal.authUrl, COOKIE, forged);
      expect((await portal.refresh(browser)).status).toBe(401);
    }
  });
});

/** Jest takes the names of what is to stay real. */
function allBut(name: 'Date') {
  const all = [
    'Date',
    'hrtime',
    'nextTick',
    'performance',
    'queueMicrotask',
    'setImmediate',
    'clearImmediate',
    'setInterval',
    'clearInterval',
    'setTimeout',
    'clearTimeout',
  ] as const;
  return all.filter(
    (other): other is Exclude<typeof other, 'Date'> => other !== name,
  );
}
