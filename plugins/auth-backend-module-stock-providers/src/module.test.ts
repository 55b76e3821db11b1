import {
  mockServices,
  registerMswTestHooks,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { http, HttpResponse, passthrough } from 'msw';
import { setupServer } from 'msw/node';
import { readStockProviderConfig } from './config';
import authModuleStockProviders from './index';

jest.setTimeout(60_000);

// Taken before the stand-ins are: they would lose the cookies.
const askPortal = globalThis.fetch;

const TENANT = '11111111-2222-3333-4444-555555555555';
const ALICE = 'aaaaaaaa-0000-0000-0000-000000000001';
const jwt = (claims: object) =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
const decodeJwt = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());

/** What the three services say; stand-ins, as far as the stock authenticators read them. */
const said = {
  idToken: {} as object,
  github: {} as object,
  google: {} as object,
};
const tokens = (more: object = {}) =>
  HttpResponse.json({
    access_token: 'access',
    refresh_token: 'refresh',
    token_type: 'Bearer',
    expires_in: 3600,
    scope: 'openid email profile',
    ...more,
  });
const services = setupServer(
  http.all('http://127.0.0.1*', () => passthrough()),
  http.post(
    `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`,
    () => tokens({ id_token: jwt(said.idToken) }),
  ),
  http.get(
    'https://graph.microsoft.com/v1.0/me/photos/*',
    () => new HttpResponse(null, { status: 404 }),
  ),
  // Graph's own id, name and mail are not what counts.
  http.get('https://graph.microsoft.com/v1.0/me', () =>
    HttpResponse.json({
      id: 'somebody',
      displayName: 'Alice',
      mail: 'bob@example.com',
    }),
  ),
  http.post('https://github.com/login/oauth/access_token', () => tokens()),
  http.get('https://api.github.com/user', () => HttpResponse.json(said.github)),
  http.get('https://api.github.com/user/emails', () => HttpResponse.json([])),
  http.post('https://www.googleapis.com/oauth2/v4/token', () => tokens()),
  http.post('https://oauth2.googleapis.com/token', () => tokens()),
  http.get('https://www.googleapis.com/oauth2/v3/userinfo', () =>
    HttpResponse.json(said.google),
  ),
);

describe('stock providers', () => {
  registerMswTestHooks(services);
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const backends: Array<Awaited<ReturnType<typeof startTestBackend>>> = [];
  let auth: string;

  const start = async (providers: object | undefined) => {
    const knex = await databases.init('POSTGRES_18');
    const backend = await startTestBackend({
      features: [
        authPlugin,
        authModuleStockProviders,
        mockServices.database.factory({ knex }),
        catalogServiceMock.factory(),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://localhost:3000' },
            auth: {
              environment: 'test',
              omitIdentityTokenOwnershipClaim: false,
              session: { secret: 'secret of a test' },
              ...(providers && { providers }),
            } as never,
          },
        }),
      ],
    });
    backends.push(backend);
    return `http://127.0.0.1:${backend.server.port()}/api/auth`;
  };
  const client = { clientId: 'portal', clientSecret: 'portal-secret' };

  beforeAll(async () => {
    auth = await start({
      microsoft: { test: { ...client, tenantId: TENANT } },
      github: {
        test: {
          ...client,
          roles: { byUserId: { 583231: ['team-a-developer'], 2: [] } },
        },
      },
      google: {
        test: {
          ...client,
          roles: { byUserId: { '112233445566778899000': ['team-b-admin'] } },
        },
      },
    });
  });
  afterAll(async () => {
    await Promise.all(backends.map(backend => backend.stop()));
  });

  /** Start, then what the provider would redirect back with. */
  const signIn = async (provider: string) => {
    const started = await askPortal(
      `${auth}/${provider}/start?env=test&scope=openid`,
      { redirect: 'manual' },
    );
    const cookie = started.headers
      .getSetCookie()
      .map(line => line.split(';')[0])
      .filter(pair => !pair.endsWith('='))
      .join('; ');
    const authorization = new URL(started.headers.get('location')!);
    const state = authorization.searchParams.get('state')!;
    const framed = await askPortal(
      `${auth}/${provider}/handler/frame?code=code&state=${encodeURIComponent(
        state,
      )}`,
      { headers: { cookie } },
    );
    const [, message] = /decodeURIComponent\('([^']+)'\)/.exec(
      await framed.text(),
    )!;
    const { response, error } = JSON.parse(decodeURIComponent(message));
    return {
      host: authorization.host,
      ent: response && decodeJwt(response.backstageIdentity.token).ent,
      refusal: error?.message,
    };
  };

  it('should take the person at Entra from the object id of the one tenant', async () => {
    const good = {
      oid: ALICE,
      tid: TENANT,
      aud: 'portal',
      roles: ['team-a-developer', '../x-admin'],
    };
    said.idToken = {
      ...good,
      email: 'bob@example.com',
      preferred_username: 'bob',
    };
    expect(await signIn('microsoft')).toMatchObject({
      host: 'login.microsoftonline.com',
      ent: [`user:microsoft/${ALICE}`, 'group:default/team-a'],
    });
    for (const bad of [
      { ...good, tid: '99999999-2222-3333-4444-555555555555' },
      { ...good, tid: undefined },
      { ...good, aud: 'other' },
      { ...good, oid: 'alice@example.com' },
      { ...good, oid: ALICE.toUpperCase() },
      {},
    ]) {
      said.idToken = bad;
      expect(await signIn('microsoft')).toMatchObject({
        ent: undefined,
        refusal: expect.stringContaining('did not say'),
      });
    }
  });

  it('should take the person at GitHub from the number, never from the login', async () => {
    said.github = {
      id: 583231,
      login: 'octocat',
      name: 'Octo',
      email: 'a@example.com',
    };
    expect((await signIn('github')).ent).toEqual([
      'user:github/583231',
      'group:default/team-a',
    ]);
    said.github = { id: 2, login: 'octocat' };
    expect((await signIn('github')).ent).toEqual(['user:github/2']);
    // Who takes over the login is somebody else, and without access.
    said.github = { id: 999, login: 'octocat' };
    expect(await signIn('github')).toMatchObject({
      ent: undefined,
      refusal: expect.stringContaining('Nobody gave'),
    });
    said.github = { login: '583231' };
    expect(await signIn('github')).toMatchObject({ ent: undefined });
  });

  it('should take the person at Google from sub, never from the address', async () => {
    said.google = {
      sub: '112233445566778899000',
      email: 'a@example.com',
      email_verified: true,
    };
    expect((await signIn('google')).ent).toEqual([
      'user:google/112233445566778899000',
      'group:default/team-b',
    ]);
    said.google = {
      sub: '998877665544332211000',
      email: 'a@example.com',
      email_verified: true,
    };
    expect(await signIn('google')).toMatchObject({
      ent: undefined,
      refusal: expect.stringContaining('Nobody gave'),
    });
  });

  it('should never make one user of people with one id at two providers', async () => {
    said.github = { id: 583231, login: 'x' };
    said.google = { sub: '112233445566778899000' };
    said.idToken = { oid: ALICE, tid: TENANT, aud: 'portal' };
    const subs = [];
    for (const provider of ['github', 'google', 'microsoft'])
      subs.push((await signIn(provider)).ent[0]);
    expect(new Set(subs.map(sub => sub.split('/')[0])).size).toBe(3);
    await expect(
      start({
        github: { test: { ...client, userNamespace: 'google' } },
        google: { test: client },
      }),
    ).rejects.toThrow(/two people could become one/);
    await expect(start({ github: { a: client, b: client } })).rejects.toThrow(
      /two people could become one/,
    );
  });

  it('should be off unless configured', async () => {
    const off = await start(undefined);
    for (const provider of ['microsoft', 'github', 'google']) {
      expect(
        (await askPortal(`${off}/${provider}/start?env=test`)).status,
      ).toBe(404);
    }
  });

  it('should redirect to the portal only', async () => {
    const elsewhere = await askPortal(
      `${auth}/github/start?env=test&scope=x&flow=redirect&redirectUrl=https%3A%2F%2Fevil.example`,
      { redirect: 'manual' },
    );
    expect(elsewhere.status).toBe(403);
  });

  it.each([
    ['microsoft', { tenantId: 'common' }, /tenantId/],
    ['microsoft', { tenantId: 'organizations' }, /tenantId/],
    ['github', { enterpriseInstanceUrl: 'http://github.example' }, /https/],
    ['github', { signIn: { resolvers: [] } }, /signIn/],
    ['google', { roles: { byUserId: { 1: 'team-a-admin' } } }, /list of roles/],
  ])('should not start %s with %j', (provider, config, message) => {
    expect(() =>
      readStockProviderConfig(new ConfigReader(config as never), provider),
    ).toThrow(message);
  });
});
