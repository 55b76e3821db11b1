import { TestDatabases } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { Knex } from 'knex';
import { KeyPortal } from './__testUtils__/KeyPortal';
import { readAccessKeyConfig, requireAccessRestrictions } from './config';

jest.setTimeout(60_000);

/** The portal asks for the groups of a caller at most this often. */
const USER_INFO_CACHE_MS = 5_000;

const WANTED = {
  name: 'nightly report',
  owner: 'team-a',
  permissions: ['rca.investigate'],
  namespaces: [{ cluster: 'sandbox', namespace: 'team-a-prod' }],
};

describe('access keys', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  let knex: Knex;
  let portal: KeyPortal;
  const people: Record<string, string> = {};

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    portal = new KeyPortal({ knex });
    await portal.start({ rotationOverlap: { seconds: 0 }, maxPerOwner: 12 });
    for (const name of ['alice', 'bob', 'petra']) {
      people[name] = await portal.personToken(name);
    }
  });
  afterAll(async () => portal.stop());
  beforeEach(() => {
    portal.events.length = 0;
  });

  const table = (name: string) => knex.withSchema('auth').table(name);
  const manage = async (
    method: string,
    path: string,
    token?: string,
    body?: unknown,
  ) => {
    const response = await portal.request(
      method,
      `auth/access-keys/v1/${path}`,
      {
        token,
        body,
      },
    );
    const text = await response.text();
    return {
      status: response.status,
      body: text.startsWith('{') ? JSON.parse(text) : text,
    };
  };
  const create = async (body: object = {}, token = people.alice) =>
    manage('POST', 'keys', token, { ...WANTED, ...body });
  const exchange = (key: unknown) =>
    manage('POST', 'token', undefined, { key });
  const ask = async (
    namespace: string,
    token?: string,
    cluster = 'sandbox',
  ) => {
    const response = await portal.request(
      'GET',
      `asker/${cluster}/${namespace}`,
      { token },
    );
    return response.ok ? response.json() : response.status;
  };
  const askUntil = async (namespace: string, token: string, answer: string) => {
    const end = Date.now() + USER_INFO_CACHE_MS + 3_000;
    while (Date.now() < end && (await ask(namespace, token)) !== answer) {
      await new Promise(done => setTimeout(done, 250));
    }
    return ask(namespace, token);
  };

  it('should open the namespaces of its scope, as long as its owner has them', async () => {
    const { status, body } = await create();
    expect(status).toBe(201);
    expect(body.secret).toMatch(/^aiops_key_[A-Za-z0-9_-]{43}$/);
    const { body: exchanged } = await exchange(body.secret);
    expect(exchanged.scope).toEqual({
      owner: 'group:default/team-a',
      permissions: ['rca.investigate'],
      namespaces: WANTED.namespaces,
    });
    const { token } = exchanged;
    expect(await ask('team-a-prod', token)).toBe('owner');
    expect(await ask('team-a-staging', token)).toBe('out-of-scope');
    expect(await ask('team-b-prod', token)).toBe('out-of-scope');
    expect(await ask('team-a-prod', token, 'other')).toBe('out-of-scope');
    // The owner loses the namespace, and the key with it.
    portal.owners['team-a-prod'] = 'team-b';
    try {
      expect(await ask('team-a-prod', token)).toBe('not-owner');
    } finally {
      portal.owners['team-a-prod'] = 'team-a';
    }

    expect(
      portal.events.filter(e => e.eventId.startsWith('access-key')),
    ).toMatchObject([
      {
        eventId: 'access-key-change',
        severityLevel: 'medium',
        status: 'succeeded',
        meta: { action: 'create', owner: 'group:default/team-a' },
      },
      {
        eventId: 'access-key-exchange',
        status: 'succeeded',
        meta: { keyId: body.key.id },
      },
    ]);
    // The secret is nowhere but with its holder.
    expect(JSON.stringify(portal.events)).not.toContain(body.secret);
    const [list] = [await manage('GET', 'keys', people.alice)];
    expect(JSON.stringify(list.body)).not.toContain(body.secret.slice(10));
    expect(list.body.items[0]).toMatchObject({
      id: body.key.id,
      createdBy: 'user:default/alice',
      lastUsedAt: expect.any(String),
    });
    const dump = JSON.stringify([
      await table('access_keys'),
      await table('access_key_secrets'),
    ]);
    expect(dump).not.toContain(body.secret.slice(10));
  });

  it('should end at once when it is revoked, and take the tokens along', async () => {
    const { body } = await create();
    const { token } = (await exchange(body.secret)).body;
    expect(await ask('team-a-prod', token)).toBe('owner');
    expect(
      (await manage('DELETE', `keys/${body.key.id}`, people.alice)).status,
    ).toBe(204);
    expect((await exchange(body.secret)).status).toBe(401);
    expect(await askUntil('team-a-prod', token, 'identity-unavailable')).toBe(
      'identity-unavailable',
    );
    expect(
      (await manage('POST', `keys/${body.key.id}/rotate`, people.alice)).status,
    ).toBe(409);
    expect(portal.events).toContainEqual(
      expect.objectContaining({
        severityLevel: 'medium',
        status: 'failed',
        meta: expect.objectContaining({
          reason: 'revoked',
          keyId: body.key.id,
        }),
      }),
    );
  });

  it('should end when it expires, and take the tokens along', async () => {
    const { body } = await create({ lifetimeHours: 1 });
    const { token } = (await exchange(body.secret)).body;
    expect(await ask('team-a-prod', token)).toBe('owner');
    await table('access_keys')
      .where({ id: body.key.id })
      .update({ expires_at: new Date(Date.now() - 1) });
    expect((await exchange(body.secret)).status).toBe(401);
    for (const task of portal.tasks) await task();
    // What the portal tells every plugin of the token's holder, as in the test above.
    const { user_info } = await table('user_info')
      .where({ user_entity_ref: `user:access-key/${body.key.id}` })
      .first();
    expect(JSON.parse(user_info).claims.ent).toEqual([
      `user:access-key/${body.key.id}`,
    ]);
    expect(
      (await table('access_keys').where({ id: body.key.id }).first()).closed_at,
    ).not.toBeNull();
    expect(portal.events.map(e => e.meta?.reason)).toContain('expired');
  });

  it('should rotate: the new secret works, the old one until the overlap ends', async () => {
    const { body } = await create();
    const rotated = await manage(
      'POST',
      `keys/${body.key.id}/rotate`,
      people.alice,
    );
    expect(rotated.body.key.id).toBe(body.key.id);
    expect((await exchange(rotated.body.secret)).status).toBe(200);
    // This portal has an overlap of nothing.
    expect((await exchange(body.secret)).status).toBe(401);
    await table('access_key_secrets')
      .where({ key_id: body.key.id })
      .whereNotNull('expires_at')
      .update({ expires_at: new Date(Date.now() + 60_000) });
    expect((await exchange(body.secret)).status).toBe(200);
    // Once more: of the old ones only the last stays.
    await manage('POST', `keys/${body.key.id}/rotate`, people.alice);
    expect((await exchange(body.secret)).status).toBe(401);
    expect(
      await table('access_key_secrets').where({ key_id: body.key.id }),
    ).toHaveLength(2);
  });

  it('should be managed by the people of its owner only', async () => {
    const { body } = await create();
    const { id } = body.key;
    const { token } = (await exchange(body.secret)).body;
    const listed = async (who: string) =>
      (await manage('GET', 'keys', who)).body.items?.some(
        (k: { id: string }) => k.id === id,
      );
    expect(await listed(people.alice)).toBe(true);
    expect(await listed(people.bob)).toBe(false);
    expect(await listed(people.petra)).toBe(true);

    const tries = async (who?: string) => [
      (await manage('GET', 'keys', who)).status,
      (await manage('POST', 'keys', who, WANTED)).status,
      (await manage('POST', `keys/${id}/rotate`, who)).status,
    ];
    expect(await tries()).toEqual([401, 401, 401]);
    expect(await tries(people.bob)).toEqual([200, 403, 404]);
    expect((await manage('DELETE', `keys/${id}`, people.bob)).status).toBe(404);
    // The platform takes keys away, and holds none of others.
    expect(await tries(people.petra)).toEqual([200, 403, 403]);
    // A key makes no keys, and neither does a machine with a token.
    expect(await tries(token)).toEqual([403, 403, 403]);
    expect(await tries('static-token-of-a-test')).toEqual([403, 403, 403]);
    expect(await tries(body.secret)).toEqual([401, 401, 401]);
    portal.mayManage = false;
    expect(await tries(people.alice)).toEqual([403, 403, 403]);
    portal.mayManage = true;
    expect((await exchange(body.secret)).status).toBe(200);
    expect((await manage('DELETE', `keys/${id}`, people.petra)).status).toBe(
      204,
    );
  });

  const day = 24;
  it.each<[string, object, number]>([
    [
      "another team's namespace",
      { namespaces: [{ cluster: 'sandbox', namespace: 'team-b-prod' }] },
      403,
    ],
    [
      'one of them foreign',
      {
        namespaces: [
          ...WANTED.namespaces,
          { cluster: 'sandbox', namespace: 'team-b-prod' },
        ],
      },
      403,
    ],
    [
      'a namespace that is not there',
      { namespaces: [{ cluster: 'sandbox', namespace: 'none' }] },
      403,
    ],
    [
      'another cluster',
      { namespaces: [{ cluster: 'other', namespace: 'team-a-prod' }] },
      403,
    ],
    ['another owner', { owner: 'team-b' }, 403],
    ['the prefix trap', { owner: 'team' }, 403],
    ['a user as owner', { owner: 'user:default/alice' }, 400],
    ['an owner in upper case', { owner: 'Team-A' }, 400],
    [
      'a permission that writes',
      { permissions: ['catalog.entity.delete'] },
      400,
    ],
    ['managing keys', { permissions: ['access-key.manage'] }, 400],
    ['no permission', { permissions: [] }, 400],
    [
      'a path as namespace',
      { namespaces: [{ cluster: 'sandbox', namespace: '..' }] },
      400,
    ],
    [
      'a claim as cluster',
      {
        namespaces: [
          { cluster: 'a access-key-owner:default/b', namespace: 'x' },
        ],
      },
      400,
    ],
    ['a life too long', { lifetimeHours: 91 * day }, 400],
    ['a life of nothing', { lifetimeHours: 0 }, 400],
    ['no name', { name: ' ' }, 400],
    ['a key of its own choice', { secret: 'aiops_key_x' }, 400],
    ['too large a body', { name: 'x'.repeat(40_000) }, 413],
  ])('should not be made with %s', async (_name, body, status) => {
    const before = await table('access_keys').count();
    expect((await create(body)).status).toBe(status);
    expect(await table('access_keys').count()).toEqual(before);
  });

  it('should say the same of every bad key, and count those who guess', async () => {
    const { body } = await create();
    const answers = [];
    for (const key of [
      undefined,
      1,
      {},
      '',
      'x',
      `aiops_key_${'A'.repeat(43)}`,
      `${body.secret} `,
      body.secret.toUpperCase(),
    ]) {
      answers.push(await exchange(key));
    }
    expect(
      new Set(answers.map(a => `${a.status} ${a.body.error.message}`)),
    ).toEqual(new Set(['401 The access key is not valid']));
    for (let i = 0; i < 20; i++) await exchange('x');
    portal.events.length = 0;
    expect((await exchange('x')).status).toBe(429);
    // No flood of the record, and no harm to who has a good one.
    expect(portal.events).toEqual([]);
    expect((await exchange(body.secret)).status).toBe(200);
    for (let i = 0; i < 29; i++) await exchange(body.secret);
    expect((await exchange(body.secret)).status).toBe(429);
  });

  it('should be of a number that an owner can look through', async () => {
    const answers = [];
    for (let i = 0; i < 13; i++) answers.push((await create()).status);
    expect(answers.at(-1)).toBe(409);
    const both = await Promise.all([
      create({ owner: 'team-b', namespaces: [] }, people.bob),
      create({ owner: 'team-b', namespaces: [] }, people.bob),
    ]);
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
  });

  it('should not help static tokens to a tenant route', async () => {
    expect(await ask('team-a-prod', 'static-token-of-a-test')).toBe(
      'not-a-user',
    );
    expect(await ask('team-a-prod', 'static-token-for-search')).toBe(403);
    expect(await ask('team-a-prod', 'static-token-of-nobody')).toBe(401);
    expect(await ask('team-a-prod')).toBe(401);
  });
});

describe('access key configuration', () => {
  const check = (auth: object, more: object = {}) =>
    requireAccessRestrictions(
      new ConfigReader({ backend: { auth }, ...more } as never),
    );
  const entry = { type: 'static', options: { token: 'x', subject: 'y' } };

  it('should not start with tokens that nothing restricts', () => {
    expect(() => check({})).not.toThrow();
    const restricted = {
      ...entry,
      accessRestrictions: [{ plugin: 'catalog' }],
    };
    expect(() => check({ externalAccess: [restricted] })).not.toThrow();
    expect(() => check({ externalAccess: [restricted, entry] })).toThrow(
      /externalAccess\[1\] has no accessRestrictions/,
    );
    expect(() =>
      check({ externalAccess: [{ ...entry, accessRestrictions: [] }] }),
    ).toThrow(/no accessRestrictions/);
    expect(() => check({ keys: [{ secret: 'x' }] })).toThrow(
      /cannot be restricted/,
    );
    expect(() =>
      check(
        { externalAccess: [entry] },
        { auth: { dangerouslyAllowUnrestrictedTokens: true } },
      ),
    ).not.toThrow();
  });

  it.each([
    [{ maxLifetime: { years: 2 } }, /maxLifetime/],
    [{ rotationOverlap: { days: 8 } }, /rotationOverlap/],
    [{ maxPerOwner: 0 }, /maxPerOwner/],
  ])('should refuse %j', (config, message) => {
    expect(() => readAccessKeyConfig(new ConfigReader(config))).toThrow(
      message,
    );
  });
});
