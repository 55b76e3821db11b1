import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Browser } from './__testUtils__/Browser';
import { FakeZitadel } from './__testUtils__/FakeZitadel';
import { authModuleZitadelProvider } from './module';

jest.setTimeout(60_000);

const CALLBACK = 'http://localhost/api/auth/zitadel/handler/frame';
const ROLES = 'urn:zitadel:iam:org:project:roles';
const roles = (...names: string[]) =>
  Object.fromEntries(names.map(name => [name, { '100': 'org.example' }]));

const decodeJwt = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());

describe('zitadel provider', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const zitadel = new FakeZitadel({ redirectUri: CALLBACK });
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  let auth: string;
  const events: object[] = [];

  const start = async (config: object = {}) => {
    const knex = await databases.init('POSTGRES_18');
    backend = await startTestBackend({
      features: [
        authPlugin,
        authModuleZitadelProvider,
        mockServices.database.factory({ knex }),
        mockServices.auditor.mock({
          createEvent: async event => {
            events.push(event);
            return { success: async () => {}, fail: async () => {} };
          },
        }).factory,
        catalogServiceMock.factory({
          entities: [
            {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'User',
              metadata: { name: '300000000000000001' },
              relations: [
                { type: 'memberOf', targetRef: 'group:default/team-a' },
              ],
            },
          ],
        }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://localhost:3000' },
            auth: {
              environment: 'test',
              session: { secret: 'secret of a test' },
              omitIdentityTokenOwnershipClaim: false,
              providers: {
                zitadel: {
                  test: {
                    issuer: zitadel.issuer,
                    clientId: 'portal',
                    clientSecret: 'portal-secret',
                    callbackUrl: CALLBACK,
                    ...config,
                  },
                },
              },
            },
          },
        }),
      ],
    });
    auth = `http://127.0.0.1:${backend.server.port()}/api/auth`;
  };

  /** What the popup would post to the portal's window. */
  const readMessage = async (response: Response) => {
    const [, encoded] = /decodeURIComponent\('([^']+)'\)/.exec(
      await response.text(),
    )!;
    return JSON.parse(decodeURIComponent(encoded));
  };

  const signIn = async (browser = new Browser()) => {
    const started = await browser.get(
      `${auth}/zitadel/start?env=test&scope=openid%20profile%20email%20offline_access`,
    );
    if (started.status !== 302) {
      return { status: started.status, error: (await started.json()).error };
    }
    let location = started.headers.get('location')!;
    const authorization = new URL(location);
    while (!location.startsWith(CALLBACK)) {
      const next = await browser.get(location);
      location = new URL(next.headers.get('location')!, location).href;
    }
    const callback = new URL(location);
    const message = await readMessage(
      await browser.get(`${auth}/zitadel/handler/frame${callback.search}`),
    );
    const { token } = message.response?.backstageIdentity ?? {};
    return {
      ...message,
      browser,
      authorization,
      claims: token && decodeJwt(token),
    };
  };

  beforeEach(async () => {
    // The provider says that its memory is no database and its keys no secrets, which is right in a test.
    jest.spyOn(console, 'info').mockImplementation();
    jest.spyOn(console, 'warn').mockImplementation();
    zitadel.requests.length = 0;
    events.length = 0;
    zitadel.userinfo = { sub: '300000000000000001' };
    await zitadel.listen();
  });

  afterEach(async () => {
    await backend.stop();
    await zitadel.close();
  });

  it('should sign in by code and PKCE, refresh with changed roles, and sign out', async () => {
    zitadel.start();
    await start({ postLogoutRedirectUri: 'http://localhost:3000/' });
    zitadel.userinfo = {
      sub: '300000000000000001',
      name: 'Alice',
      email: 'alice@example.com',
      email_verified: false,
      [ROLES]: roles('team-a-developer', 'team-a-b-viewer'),
    };
    const first = await signIn();
    expect(Object.fromEntries(first.authorization.searchParams)).toMatchObject({
      client_id: 'portal',
      code_challenge_method: 'S256',
      nonce: expect.any(String),
      scope: expect.stringContaining('offline_access'),
    });
    expect(first.authorization.searchParams.has('prompt')).toBe(false);
    expect(first.claims).toMatchObject({
      sub: 'user:default/300000000000000001',
      ent: [
        'user:default/300000000000000001',
        'group:default/team-a',
        'group:default/team-a-b',
      ],
    });
    expect(first.response.profile).toEqual({ displayName: 'Alice' });
    // The catalog knows of one group only: reported, and the sign-in's count.
    expect(events).toContainEqual(
      expect.objectContaining({
        eventId: 'group-difference',
        meta: {
          userEntityRef: 'user:default/300000000000000001',
          onlyInToken: ['group:default/team-a-b'],
          onlyInCatalog: [],
        },
      }),
    );

    const xhr = { 'x-requested-with': 'XMLHttpRequest' };
    const refresh = async () =>
      first.browser.get(`${auth}/zitadel/refresh?env=test`, xhr);
    zitadel.userinfo[ROLES] = roles('team-b-admin');
    const refreshed = await (await refresh()).json();
    expect(decodeJwt(refreshed.backstageIdentity.token).ent).toEqual([
      'user:default/300000000000000001',
      'group:default/team-b',
    ]);
    delete zitadel.userinfo[ROLES];
    const bare = await (await refresh()).json();
    expect(decodeJwt(bare.backstageIdentity.token).ent).toEqual([
      'user:default/300000000000000001',
    ]);

    const signedOut = await first.browser.post(
      `${auth}/zitadel/logout?env=test`,
      xhr,
    );
    expect(signedOut.status).toBe(200);
    // The framework hands on https addresses only, and localhost ones.
    expect(zitadel.requests).toContain('POST /token/revocation');
    expect((await refresh()).status).toBe(401);
  });

  it('should wait for a provider that is down, at start and later', async () => {
    await start();
    const down = await signIn();
    expect(down).toMatchObject({
      status: 503,
      error: { name: 'ServiceUnavailableError' },
    });
    zitadel.start();
    expect((await signIn()).claims.sub).toBe('user:default/300000000000000001');
    zitadel.stop();
    zitadel.start();
    expect((await signIn()).claims.sub).toBe('user:default/300000000000000001');
  });

  it('should refuse another issuer, whatever the document says', async () => {
    zitadel.start({ issuer: 'https://id.evil.example' });
    await start();
    expect(await signIn()).toMatchObject({
      status: 503,
      error: { message: expect.stringContaining('not the one') },
    });
    expect(zitadel.requests.join()).not.toContain('/auth');
  });

  it('should refuse a state of somebody else and a redirect to elsewhere', async () => {
    zitadel.start();
    await start();
    const victim = new Browser();
    const state = Buffer.from(
      new URLSearchParams({ nonce: 'attacker', env: 'test' }).toString(),
    ).toString('hex');
    const forged = await readMessage(
      await victim.get(
        `${auth}/zitadel/handler/frame?code=stolen&state=${state}`,
      ),
    );
    expect(forged.error).toMatchObject({ name: 'NotAllowedError' });

    const elsewhere = await victim.get(
      `${auth}/zitadel/start?env=test&flow=redirect&redirectUrl=https%3A%2F%2Fevil.example`,
    );
    expect(elsewhere.status).toBe(403);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['an id in upper case', { sub: 'ALICE' }, 'cannot be the name'],
    ['a path as id', { sub: '../alice' }, 'cannot be the name'],
    ['roles as text', { sub: '1', [ROLES]: 'team-a-admin' }, 'neither'],
    [
      'too many roles',
      {
        sub: '1',
        [ROLES]: roles(...Array.from({ length: 201 }, (_, i) => `t${i}-admin`)),
      },
      '201 roles',
    ],
  ])('should refuse %s', async (_name, userinfo, message) => {
    zitadel.start();
    await start();
    zitadel.userinfo = userinfo;
    const { error, claims } = await signIn();
    expect(claims).toBeUndefined();
    expect(error.message).toContain(message);
  });
});
