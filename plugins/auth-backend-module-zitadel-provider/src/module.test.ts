import { TestDatabases } from '@backstage/backend-test-utils';
import { Browser } from './__testUtils__/Browser';
import { FakeZitadel } from './__testUtils__/FakeZitadel';
import {
  APP_URL,
  CALLBACK,
  readMessage,
  TestPortal,
} from './__testUtils__/TestPortal';

jest.setTimeout(60_000);

const ROLES = 'urn:zitadel:iam:org:project:roles';
const roles = (...names: string[]) =>
  Object.fromEntries(names.map(name => [name, { '100': 'org.example' }]));

describe('zitadel provider', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  const zitadel = new FakeZitadel({ redirectUri: CALLBACK });
  let knex: Awaited<ReturnType<typeof databases.init>>;
  let portal: TestPortal;
  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
  });

  const start = async (provider: object = {}, auth: object = {}) => {
    portal = await TestPortal.start({
      knex,
      provider: {
        issuer: zitadel.issuer,
        clientId: 'portal',
        clientSecret: 'portal-secret',
        ...provider,
      },
      auth,
    });
  };

  beforeEach(async () => {
    // The provider says that its memory is no database and its keys no secrets, which is right in a test.
    jest.spyOn(console, 'info').mockImplementation();
    jest.spyOn(console, 'warn').mockImplementation();
    zitadel.requests.length = 0;
    zitadel.impersonates = undefined;
    zitadel.userinfo = { sub: '300000000000000001' };
    await zitadel.listen();
  });

  afterEach(async () => {
    await portal.stop();
    await zitadel.close();
  });

  it('should wait for a provider that is down, at start and later, and say so', async () => {
    await start();
    const down = await portal.signIn();
    expect(down).toMatchObject({
      status: 503,
      error: { name: 'ServiceUnavailableError' },
    });
    expect(await portal.status()).toEqual({
      state: 'unreachable',
      since: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    zitadel.start();
    expect((await portal.signIn()).claims.sub).toBe(
      'user:default/300000000000000001',
    );
    expect((await portal.status()).state).toBe('ready');
    zitadel.stop();
    zitadel.start();
    expect((await portal.signIn()).claims.sub).toBe(
      'user:default/300000000000000001',
    );
    // Said once, however often it was tried.
    const warnings = portal.logger.warn.mock.calls.map(([text]) => text);
    expect(warnings.filter(text => text.includes('not answer'))).toHaveLength(
      1,
    );
  });

  it('should come back by itself, with nobody asking', async () => {
    await start();
    const state = async () => (await portal.status()).state;
    const until = async (wanted: string) => {
      for (let tries = 0; tries < 100; tries++) {
        if ((await state()) === wanted) return;
        await new Promise(done => setTimeout(done, 100));
      }
    };
    await until('unreachable');
    zitadel.start();
    await until('ready');
    expect(await state()).toBe('ready');
  });

  it('should refuse another issuer, whatever the document says', async () => {
    zitadel.start({ issuer: 'https://id.evil.example' });
    await start();
    expect(await portal.signIn()).toMatchObject({
      status: 503,
      error: { message: expect.stringContaining('not the one') },
    });
    expect((await portal.status()).state).toBe('wrong-issuer');
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
        `${portal.authUrl}/zitadel/handler/frame?code=stolen&state=${state}`,
      ),
    );
    expect(forged.error).toMatchObject({ name: 'NotAllowedError' });

    for (const url of ['https://evil.example', `${APP_URL}.evil.example`]) {
      const elsewhere = await victim.get(
        `${
          portal.authUrl
        }/zitadel/start?env=test&flow=redirect&redirectUrl=${encodeURIComponent(
          url,
        )}`,
      );
      expect(elsewhere.status).toBe(403);
    }
  });

  it('should end sign-out at the portal even if the provider does not answer', async () => {
    zitadel.start();
    await start();
    const { browser } = await portal.signIn();
    zitadel.stop();
    expect(await portal.signOut(browser)).toEqual({ status: 200 });
    zitadel.start();
    expect((await portal.refresh(browser)).status).toBe(401);
  });

  it('should refuse userinfo that names somebody else, at sign-in and at refresh', async () => {
    zitadel.start();
    await start();
    const { browser } = await portal.signIn();
    expect((await portal.refresh(browser)).status).toBe(200);
    zitadel.impersonates = '300000000000000005';
    expect(await portal.refresh(browser)).toMatchObject({ status: 401 });
    expect(portal.logger.error).toHaveBeenCalledWith(
      expect.stringContaining('somebody else'),
    );
    const { claims, error } = await portal.signIn();
    expect(claims).toBeUndefined();
    expect(error.message).toContain('sub mismatch');
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['an id in upper case', { sub: 'ALICE' }, 'unusable-identity'],
    ['a path as id', { sub: '../alice' }, 'unusable-identity'],
    ['roles as text', { [ROLES]: 'team-a-admin' }, 'unusable-roles'],
    [
      'too many roles',
      {
        [ROLES]: roles(...Array.from({ length: 201 }, (_, i) => `t${i}-admin`)),
      },
      'unusable-roles',
    ],
  ])('should refuse %s, and leave no session', async (_name, info, reason) => {
    zitadel.start();
    await start();
    zitadel.userinfo = { sub: '1', ...info };
    const { error, claims, browser, cookies } = await portal.signIn();
    expect(claims).toBeUndefined();
    expect(error).toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringMatching(new RegExp(` \\[${reason}\\]$`)),
    });
    expect(portal.events).toContainEqual(
      expect.objectContaining({
        eventId: 'sign-in-refused',
        severityLevel: 'medium',
        meta: expect.objectContaining({ reason }),
      }),
    );
    expect(cookies.join()).not.toContain('refresh-token');
    expect((await portal.refresh(browser)).status).toBe(401);
  });
});
