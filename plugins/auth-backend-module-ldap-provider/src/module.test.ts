import { createServer, Socket } from 'node:net';
import { AddressInfo } from 'node:net';
import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import authPlugin from '@backstage/plugin-auth-backend';
import catalogModuleLdapOrg from '@backstage/plugin-catalog-backend-module-ldap';
import {
  catalogProcessingExtensionPoint,
  EntityProvider,
} from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { findSlapd, Slapd } from './__testUtils__/Slapd';
import { readLdapConfig } from './config';
import authModuleLdapProvider from './index';

jest.setTimeout(360_000);

const tools = findSlapd();
const missing = 'problem' in tools ? tools.problem : undefined;
if (missing && process.env.CI) {
  throw new Error(`LDAP sign-in cannot be tried: no slapd (${missing})`);
}
if (missing) {
  process.stderr.write(
    `LDAP SIGN-IN IS NOT TRIED: no slapd here (${missing})\n`,
  );
}
const withSlapd = missing ? describe.skip : describe;

const decodeJwt = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
const person = (cn: string, more: Record<string, string | string[]> = {}) => ({
  objectClass: ['inetOrgPerson'],
  cn,
  sn: cn,
  userPassword: `password of ${cn}`,
  ...more,
});
const ALICE = 'uid=alice,ou=people,dc=example';

withSlapd('ldap provider', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const slapd = new Slapd(tools as Exclude<typeof tools, { problem: string }>);
  const backends: Array<Awaited<ReturnType<typeof startTestBackend>>> = [];
  const events: Array<Record<string, any>> = [];
  let knex: Awaited<ReturnType<typeof databases.init>>;
  let auth: string;

  const start = async (ldap: object = {}) => {
    const backend = await startTestBackend({
      features: [
        authPlugin,
        authModuleLdapProvider,
        mockServices.database.factory({ knex }),
        catalogServiceMock.factory(),
        mockServices.auditor.mock({
          createEvent: async ({ request: _, ...event }) => {
            events.push(event);
            return { success: async () => {}, fail: async () => {} };
          },
        }).factory,
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://localhost:3000' },
            auth: {
              omitIdentityTokenOwnershipClaim: false,
              providers: {
                ldap: {
                  url: slapd.tlsUrl,
                  tls: { ca: slapd.ca },
                  bindDn: slapd.bindDn,
                  bindPassword: slapd.bindPassword,
                  users: {
                    base: 'ou=people,dc=example',
                    filter:
                      '(&(objectClass=inetOrgPerson)(!(employeeType=former)))',
                  },
                  groups: { base: 'ou=groups,dc=example' },
                  ...ldap,
                },
              },
            } as never,
          },
        }),
      ],
    });
    backends.push(backend);
    return `http://127.0.0.1:${backend.server.port()}/api/auth/ldap`;
  };

  beforeAll(async () => {
    await slapd.start();
    await slapd.add('dc=example', {
      objectClass: ['dcObject', 'organization'],
      dc: 'example',
      o: 'Example',
    });
    for (const ou of ['people', 'groups', 'more']) {
      await slapd.add(`ou=${ou},dc=example`, {
        objectClass: 'organizationalUnit',
        ou,
      });
    }
    await slapd.add(
      ALICE,
      person('alice', { uid: 'alice', mail: 'alice@example.com' }),
    );
    await slapd.add(
      'uid=bob,ou=people,dc=example',
      person('bob', { uid: 'bob' }),
    );
    await slapd.add(
      'uid=old,ou=people,dc=example',
      person('old', { uid: 'old', employeeType: 'former' }),
    );
    await slapd.add(
      'cn=one,ou=people,dc=example',
      person('one', { uid: 'twin' }),
    );
    await slapd.add(
      'cn=two,ou=people,dc=example',
      person('two', { uid: 'twin' }),
    );
    // Its name is a filter, which has to be found as a name.
    await slapd.add(
      'cn=odd,ou=people,dc=example',
      person('odd', { uid: 'a*)(uid=alice' }),
    );
    await slapd.add('ou=elsewhere,ou=people,dc=example', {
      objectClass: ['referral', 'extensibleObject'],
      ou: 'elsewhere',
      ref: 'ldap://127.0.0.1:9/ou=people,dc=example',
    });
    for (const [cn, ...members] of [
      ['team-a-developer', ALICE],
      ['team-a-b-viewer', ALICE],
      ['everybody', ALICE, 'uid=bob,ou=people,dc=example'],
      ['team-b-admin', 'uid=bob,ou=people,dc=example'],
    ]) {
      await slapd.add(`cn=${cn},ou=groups,dc=example`, {
        objectClass: 'groupOfNames',
        cn,
        member: members,
      });
    }
    knex = await databases.init('POSTGRES_18');
    auth = await start();
  });
  afterAll(async () => {
    await Promise.all(backends.map(backend => backend.stop()));
    await slapd.stop();
  });
  beforeEach(() => {
    events.length = 0;
  });

  const call = async (
    path: string,
    options: {
      at?: string;
      cookie?: string;
      body?: object;
      headers?: object;
    } = {},
  ) => {
    const response = await fetch(`${options.at ?? auth}/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-requested-with': 'XMLHttpRequest',
        cookie: options.cookie ?? '',
        ...options.headers,
      } as Record<string, string>,
      body: JSON.stringify(options.body ?? {}),
    });
    const text = await response.text();
    const body = text.startsWith('{') ? JSON.parse(text) : {};
    return {
      status: response.status,
      setCookie: response.headers.getSetCookie()[0] ?? '',
      cookie: response.headers.getSetCookie()[0]?.split(';')[0],
      message: body.error?.message,
      profile: body.profile,
      claims: body.backstageIdentity && decodeJwt(body.backstageIdentity.token),
    };
  };
  const signIn = (username: unknown, password: unknown, at?: string) =>
    call('handler/frame', { at, body: { username, password } });

  it('should sign in over TLS and by StartTLS, with groups from roles and the immutable id', async () => {
    const id = await slapd.read(ALICE, 'entryUUID');
    const startTls = await start({ url: slapd.url, startTls: true });
    const plain = await start({ url: slapd.url, allowPlainOnLoopback: true });
    for (const at of [auth, startTls, plain]) {
      const { status, claims, profile, setCookie } = await signIn(
        'alice',
        'password of alice',
        at,
      );
      expect(status).toBe(200);
      expect(claims).toMatchObject({
        sub: `user:ldap/${id}`,
        ent: [
          `user:ldap/${id}`,
          'group:default/team-a',
          'group:default/team-a-b',
        ],
      });
      expect(profile).toEqual({
        displayName: 'alice',
        email: 'alice@example.com',
      });
      expect(setCookie).toMatch(
        /^ldap-session=[\w-]{43};.*Path=\/api\/auth\/ldap;.*HttpOnly; SameSite=Lax/,
      );
    }
    expect(events[0]).toMatchObject({
      eventId: 'ldap-sign-in',
      severityLevel: 'low',
      meta: { userEntityRef: `user:ldap/${id}` },
    });
    // Another person who takes over the name is another user.
    await slapd.remove(ALICE);
    await slapd.add(
      ALICE,
      person('alice', { uid: 'alice', mail: 'alice@example.com' }),
    );
    const { claims } = await signIn('ALICE ', 'password of alice');
    expect(claims.sub).not.toBe(`user:ldap/${id}`);
  });

  it.each<[string, unknown, unknown, number]>([
    ['a wrong password', 'bob', 'password of alice', 401],
    ['nobody', 'nobody', 'password of alice', 401],
    // An unauthenticated bind, which this directory allows.
    ['an empty password', 'bob', '', 400],
    ['no password', 'bob', undefined, 400],
    ['a password that is a list', 'bob', ['password of bob'], 400],
    ['a password with NUL', 'bob', 'password of bob\0', 400],
    ['no name', '', 'password of bob', 400],
    ['a name that is an object', { $ne: '' }, 'password of bob', 400],
    ['too long a name', 'x'.repeat(257), 'x', 400],
    ['everybody', '*', 'password of bob', 401],
    ['a beginning', 'bo*', 'password of bob', 401],
    ['a filter', 'bob)(objectClass=*', 'password of bob', 401],
    ['a filter with an or', 'x)(|(uid=bob', 'password of bob', 401],
    ['a filter with a NUL in RFC 4515', 'bob\\00', 'password of bob', 401],
    ['an escape of RFC 4515', '\\62ob', 'password of bob', 401],
    ['a DN', 'uid=bob,ou=people,dc=example', 'password of bob', 401],
    ['the account that searches', 'admin', 'secret-of-the-admin', 401],
    ['somebody whom the filter leaves out', 'old', 'password of old', 401],
    ['one of two of the same name', 'twin', 'password of one', 401],
    ['somebody behind a referral', 'elsewhere', 'x', 401],
  ])('should refuse %s', async (_name, username, password, status) => {
    const answer = await signIn(username, password);
    expect(answer).toMatchObject({
      status,
      claims: undefined,
      cookie: undefined,
    });
    // Bad input is told apart; who exists is not.
    const refused = status === 401;
    expect(answer.message).toBe(
      refused
        ? 'The name or the password is wrong'
        : 'Both a name and a password are needed',
    );
    expect(events).toMatchObject(
      refused ? [{ severityLevel: 'medium', meta: { login: username } }] : [],
    );
    expect(JSON.stringify(events)).not.toContain('password of');
  });

  it('should find a name that looks like a filter as a name', async () => {
    const { claims } = await signIn('a*)(uid=alice', 'password of odd');
    expect(claims.sub).toBe(
      `user:ldap/${await slapd.read(
        'cn=odd,ou=people,dc=example',
        'entryUUID',
      )}`,
    );
    expect(claims.ent).toHaveLength(1);
  });

  it('should ask the directory again at each refresh, and end with logout', async () => {
    const { cookie } = await signIn('bob', 'password of bob');
    const group = (claims: { ent: string[] }) => claims.ent.slice(1);
    expect(group((await call('refresh', { cookie })).claims)).toEqual([
      'group:default/team-b',
    ]);
    // Another role, then out of the company.
    await slapd.set('cn=team-b-admin,ou=groups,dc=example', 'member', [ALICE]);
    expect(group((await call('refresh', { cookie })).claims)).toEqual([]);
    await slapd.set('uid=bob,ou=people,dc=example', 'employeeType', ['former']);
    const gone = await call('refresh', { cookie });
    expect([gone.status, gone.setCookie]).toEqual([
      401,
      expect.stringContaining('ldap-session=;'),
    ]);
    await slapd.set('uid=bob,ou=people,dc=example', 'employeeType', []);
    expect((await call('refresh', { cookie })).status).toBe(401);

    const again = await signIn('bob', 'password of bob');
    expect((await call('refresh', { cookie: again.cookie })).status).toBe(200);
    const dump = JSON.stringify(await knex('ldap_sessions'));
    expect(dump).not.toContain(again.cookie!.split('=')[1]);
    expect((await call('logout', { cookie: again.cookie })).status).toBe(200);
    expect((await call('refresh', { cookie: again.cookie })).status).toBe(401);

    const expired = await signIn('bob', 'password of bob');
    await knex('ldap_sessions').update({
      expires_at: new Date(Date.now() - 1),
    });
    expect((await call('refresh', { cookie: expired.cookie })).status).toBe(
      401,
    );
    for (const forged of [
      '',
      'ldap-session=x',
      `ldap-session=${'A'.repeat(43)}`,
    ]) {
      expect((await call('refresh', { cookie: forged })).status).toBe(401);
    }
  });

  it('should refuse forms of other sites', async () => {
    for (const path of ['handler/frame', 'refresh', 'logout']) {
      const headers = { 'x-requested-with': '' };
      expect(
        (
          await call(path, {
            headers,
            body: { username: 'bob', password: 'password of bob' },
          })
        ).status,
      ).toBe(403);
    }
    expect((await fetch(`${auth}/start`)).status).toBe(404);
  });

  it('should lock whoever is guessed at, however they are spelled, and nobody else', async () => {
    const at = await start();
    const spellings = ['bob', 'BOB', ' bob', 'bob ', 'ｂｏｂ'];
    const answers = await Promise.all(
      spellings.map(name => signIn(name, 'wrong', at)),
    );
    expect(answers.map(({ status }) => status)).toEqual([
      401, 401, 401, 401, 401,
    ]);
    const locked = await signIn('bob', 'password of bob', at);
    expect([locked.status, locked.message]).toEqual([
      429,
      expect.stringMatching(/try again in \d+ seconds/),
    ]);
    expect((await signIn('alice', 'password of alice', at)).status).toBe(200);
    // And an address that tries many names.
    for (let i = 0; i < 45; i++) await signIn(`guess-${i}`, 'x', at);
    expect((await signIn('alice', 'password of alice', at)).status).toBe(429);
  });

  it('should agree with the stock ingestion about who is who', async () => {
    let provider: EntityProvider | undefined;
    const added = (...providers: Array<EntityProvider | EntityProvider[]>) => {
      [provider] = providers.flat();
    };
    const backend = await startTestBackend({
      extensionPoints: [
        [
          catalogProcessingExtensionPoint,
          { addEntityProvider: added } as never,
        ],
      ],
      features: [
        catalogModuleLdapOrg,
        mockServices.rootConfig.factory({
          data: {
            catalog: {
              providers: {
                ldapOrg: {
                  // As in docs/identity-fallbacks.md, but plain: the stock client takes no
                  // authority from the configuration, only NODE_EXTRA_CA_CERTS.
                  default: {
                    target: slapd.url,
                    bind: { dn: slapd.bindDn, secret: slapd.bindPassword },
                    users: [
                      {
                        dn: 'ou=people,dc=example',
                        options: { filter: '(uid=alice)' },
                        map: { rdn: 'entryUUID', name: 'entryUUID' },
                        set: { 'metadata.namespace': 'ldap' },
                      },
                    ],
                    groups: [
                      {
                        dn: 'ou=groups,dc=example',
                        options: { filter: '(cn=team-a-developer)' },
                        map: { type: 'objectClass' },
                      },
                    ],
                    schedule: {
                      frequency: { hours: 1 },
                      timeout: { minutes: 5 },
                    },
                  },
                },
              },
            },
          } as never,
        }),
      ],
    });
    backends.push(backend);
    const applyMutation = jest.fn();
    await provider!.connect({ applyMutation, refresh: jest.fn() });
    await (provider as unknown as { read(): Promise<void> }).read();
    const entities = applyMutation.mock.calls[0][0].entities.map(
      ({ entity }: { entity: Entity }) => entity,
    );
    const { claims } = await signIn('alice', 'password of alice');
    expect(
      entities.map((entity: Entity) => stringifyEntityRef(entity)),
    ).toEqual([claims.sub, 'group:default/team-a-developer']);
  });

  it('should let nobody in where the directory is down, slow, or not the right one', async () => {
    const silent = createServer();
    const sockets: Socket[] = [];
    silent.on('connection', socket => sockets.push(socket));
    await new Promise<void>(done => silent.listen(0, '127.0.0.1', done));
    const { port } = silent.address() as AddressInfo;
    const stranger = new Slapd(tools as never);
    for (const ldap of [
      { url: 'ldaps://localhost:9' },
      { url: `ldaps://localhost:${port}`, timeout: { milliseconds: 200 } },
      {
        url: `ldap://localhost:${port}`,
        startTls: true,
        timeout: { milliseconds: 200 },
      },
      // The certificate is of another authority, or of another name.
      { tls: { ca: stranger.ca } },
      { tls: {} },
      { url: slapd.tlsUrl.replace('localhost', '127.0.0.1') },
      { url: slapd.url, startTls: true, tls: { ca: stranger.ca } },
      { bindPassword: 'wrong' },
    ]) {
      const { status, message } = await signIn(
        'alice',
        'password of alice',
        await start(ldap),
      );
      expect([ldap, status, message]).toEqual([
        ldap,
        503,
        expect.stringContaining('does not answer'),
      ]);
    }
    sockets.forEach(socket => socket.destroy());
    await stranger.stop();
    await new Promise(done => silent.close(done));
  });
});

describe('readLdapConfig', () => {
  const read = (config: object) =>
    readLdapConfig(
      new ConfigReader({
        url: 'ldaps://ldap.example',
        bindDn: 'cn=x',
        bindPassword: 'x',
        users: { base: 'dc=x' },
        ...config,
      }),
    );

  it.each([
    [{ url: 'ldap://ldap.example' }, /ldaps/],
    [{ url: 'ldap://ldap.example', allowPlainOnLoopback: true }, /ldaps/],
    [{ url: 'ldap://127.0.0.1' }, /ldaps/],
    [
      { url: 'ldap://127.0.0.1.evil.example', allowPlainOnLoopback: true },
      /ldaps/,
    ],
    [{ url: 'ldaps://ldap.example', startTls: true }, /ldaps/],
    [{ url: 'http://ldap.example' }, /ldaps/],
    [{ users: { base: 'x', filter: '(uid=*' } }, /RFC 4515/],
    [{ users: { base: 'x', loginAttribute: 'uid)(x' } }, /attribute/],
    [{ sessionDuration: { days: 8 } }, /sessionDuration/],
    [{ timeout: { minutes: 2 } }, /timeout/],
    [{ signIn: { resolvers: [] } }, /signIn/],
  ])('should refuse %j', (config, message) => {
    expect(() => read(config)).toThrow(message);
  });

  it('should take TLS in either form', () => {
    expect(read({}).startTls).toBe(false);
    expect(read({ url: 'ldap://ldap.example', startTls: true }).startTls).toBe(
      true,
    );
  });
});
