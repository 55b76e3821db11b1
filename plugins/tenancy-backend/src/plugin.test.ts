import { mockCredentials } from '@backstage/backend-test-utils';
import { namespaceConditions } from '@internal/plugin-tenancy-node';
import request from 'supertest';
import { GROUPS } from './__testUtils__/company';
import { createTestDatabases } from './__testUtils__/databases';
import { TestPortal } from './__testUtils__/TestPortal';

jest.setTimeout(60_000);

describe('tenancyPlugin', () => {
  const databases = createTestDatabases();
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await TestPortal.start(await databases.init('POSTGRES_18'));
  });

  beforeEach(() => portal.reset());

  const get: TestPortal['get'] = (...args) => portal.get(...args);

  it('should serve signed-in people only', async () => {
    const paths = [
      '/access',
      '/explain?cluster=one&namespace=x',
      '/namespaces',
      '/namespaces/one/team-a-prod/access',
      '/flagged-entities',
    ];
    for (const path of paths) {
      expect([path, (await get(path)).status]).toEqual([path, 401]);
      const service = await get(path).set(
        'authorization',
        mockCredentials.service.header(),
      );
      expect([path, service.status]).toEqual([path, 403]);
    }
    const unknown = await get('/access', 'unknown');
    expect([unknown.status, unknown.body.error.reason]).toEqual([
      503,
      'identity-unavailable',
    ]);
    portal.auditor.createEvent.mockClear();
    const post = request(portal.server).post('/api/tenancy/access-requests');
    expect((await post.send({})).status).toBe(401);
    expect(portal.auditor.createEvent).not.toHaveBeenCalled();
  });

  it('should tell people what they may read, page by page', async () => {
    const { body } = await get('/access?limit=1', 'alice');
    expect(body).toEqual({
      userEntityRef: 'user:default/alice',
      groups: ['group:default/team-a'],
      platform: false,
      namespaces: [
        {
          ...{ cluster: 'one', namespace: 'monitoring' },
          ...{ access: 'shared', source: 'shared' },
        },
      ],
      totalItems: 2,
      nextCursor: expect.any(String),
      clusters: [
        {
          ...{ name: 'one', title: 'ONE' },
          health: { state: 'fresh', ageSeconds: 1, maxStalenessSeconds: 60 },
        },
        {
          ...{ name: 'three', title: 'THREE' },
          health: expect.objectContaining({ state: 'unavailable' }),
        },
      ],
      groupDifferences: [{ group: 'group:default/gone', onlyIn: 'catalog' }],
    });
    const next = await get(`/access?cursor=${body.nextCursor}`, 'alice');
    expect(next.body.namespaces).toEqual([
      {
        ...{ cluster: 'one', namespace: 'team-a-prod', access: 'owner' },
        ...{ via: 'group:default/team-a', source: 'label' },
      },
    ]);
    expect(next.body.nextCursor).toBeUndefined();
    const bella = await get('/access?access=owner', 'bella');
    expect(bella.body.totalItems).toBe(2);
    expect(bella.body.clusters).toHaveLength(3);
    const petra = (await get('/access?cluster=two', 'petra')).body;
    expect([petra.platform, petra.namespaces.length]).toEqual([true, 1]);
    for (const bad of ['limit=0', 'limit=1000', 'cursor=!', 'nosuch=1']) {
      expect((await get(`/access?${bad}`, 'alice')).status).toBe(400);
    }
  });

  it('should explain a decision without telling what strangers have', async () => {
    const explain = async (user: string, place: string) => {
      const [cluster, namespace] = place.split('/');
      const { status, body } = await get(
        `/explain?cluster=${cluster}&namespace=${encodeURIComponent(
          namespace,
        )}`,
        user,
      );
      expect(status).toBe(200);
      return body;
    };
    expect(await explain('alice', 'one/team-a-prod')).toEqual({
      ...{ cluster: 'one', namespace: 'team-a-prod', result: 'allow' },
      ...{ access: 'owner', via: 'group:default/team-a', source: 'label' },
      sentence:
        'You can read one/team-a-prod, because it belongs to group:default/team-a (its label says so).',
      canRequest: false,
    });
    // One answer for all of these, but for the name that was asked.
    const answers = new Set<string>();
    for (const place of [
      'one/team-a-b-prod',
      'one/nosuch',
      'one/kube-system',
      'one/odd',
      'nosuch/team-a-b-prod',
    ]) {
      const answer = await explain('alice', place);
      answers.add(
        JSON.stringify({ ...answer, cluster: '', namespace: '' }).replaceAll(
          place,
          '<place>',
        ),
      );
    }
    expect([...answers]).toEqual([expect.stringContaining('"no-access"')]);
    expect((await explain('nina', 'one/torn')).reason).toBe('no-access');
    // Whoever a source names is told that another one disagrees, but not whom it names.
    const torn = await explain('bella', 'one/torn');
    expect(torn.reason).toBe('ownership-conflict');
    expect(JSON.stringify(torn)).not.toContain('team-a');
    expect((await explain('alice', 'three/x')).reason).toBe(
      'namespace-index-unavailable',
    );
    expect((await explain('alice', 'one/..')).reason).toBe('invalid-namespace');
    const reasons = [];
    for (const name of ['nosuch', 'kube-system', 'odd', 'torn']) {
      reasons.push((await explain('petra', `one/${name}`)).reason);
    }
    expect(reasons).toEqual([
      'unknown-namespace',
      'unowned-namespace',
      'ownership-invalid',
      'ownership-conflict',
    ]);
    expect((await get('/explain?cluster=one', 'alice')).status).toBe(400);
  });

  it('should list all namespaces for the platform only', async () => {
    expect((await get('/namespaces', 'alice')).status).toBe(403);
    const { body } = await get('/namespaces?limit=2&state=owned', 'petra');
    expect(body).toMatchObject({
      totalItems: 4,
      items: [
        { namespace: 'monitoring', shared: true },
        { namespace: 'team-a-b-prod', owner: 'group:default/team-a-b' },
      ],
    });
    const find = async (query: string) =>
      (await get(`/namespaces?${query}`, 'petra')).body.items.map(
        (item: { cluster: string; namespace: string }) =>
          `${item.cluster}/${item.namespace}`,
      );
    expect(await find('owner=team-a-b')).toEqual([
      'one/team-a-b-prod',
      'two/team-a-b-prod',
    ]);
    expect(await find('state=unowned')).toEqual(['one/kube-system']);
    expect(await find('state=invalid')).toEqual(['one/odd']);
    expect(await find('q=torn&cluster=one')).toEqual(['one/torn']);
    expect((await get('/namespaces?owner=../x', 'petra')).status).toBe(400);
  });

  it('should tell the platform and owners who can see a namespace', async () => {
    const report = (namespace: string, user: string, query = '') =>
      get(`/namespaces/one/${namespace}/access${query}`, user);
    const { body } = await report('team-a-prod', 'alice', '?limit=2');
    expect(body).toMatchObject({
      state: 'owned',
      everyone: false,
      groups: [
        { group: 'group:default/team-a', access: 'owner', source: 'label' },
        { group: 'group:default/platform-engineering', access: 'platform' },
      ],
      members: [
        { userEntityRef: 'user:default/adam' },
        { userEntityRef: 'user:default/alice', displayName: 'Alice' },
      ],
      totalMembers: 3,
    });
    const more = await report(
      'team-a-prod',
      'petra',
      `?cursor=${body.nextCursor}`,
    );
    expect(more.body.members).toEqual([
      { userEntityRef: 'user:default/petra' },
    ]);
    expect((await report('monitoring', 'petra')).body.everyone).toBe(true);
    expect((await report('torn', 'petra')).body).toMatchObject({
      state: 'conflict',
      groups: [],
      members: [],
      claims: [
        { source: 'label', group: 'group:default/team-a' },
        { source: 'config', group: 'group:default/team-a-b' },
      ],
    });
    const foreign = await report('team-a-prod', 'bella');
    const absent = await report('nosuch', 'bella');
    expect([foreign.status, absent.status]).toEqual([404, 404]);
    expect(foreign.body.error.message).toBe(
      absent.body.error.message.replace('nosuch', 'team-a-prod'),
    );
    expect((await get('/namespaces/three/x/access', 'petra')).status).toBe(503);
  });

  it('should list flagged entities: all for the platform, else those of the caller', async () => {
    const { body } = await get('/flagged-entities', 'alice');
    expect(body).toEqual({
      totalItems: 1,
      items: [
        {
          entityRef: 'component:default/cart',
          owner: 'group:default/team-a',
          namespace: 'kube-system',
          flags: [
            {
              reason: 'foreign-namespace',
              field: 'the-annotation',
              message: 'Not yours.',
            },
          ],
          dependents: ['component:default/checkout'],
        },
      ],
    });
    const all = (await get('/flagged-entities?limit=1', 'petra')).body;
    expect(all.totalItems).toBe(2);
    const next = `/flagged-entities?limit=1&cursor=${all.nextCursor}`;
    expect((await get(next, 'petra')).body.items[0].entityRef).toBe(
      'component:default/insights',
    );
    expect((await get('/flagged-entities', 'nina')).body.items).toEqual([]);
  });

  it('should apply conditions to namespaces, and to nothing else', async () => {
    const { isNamespaceOwner, isNamespaceShared, isNamespaceOwned } =
      namespaceConditions;
    const conditionsOf = (user: string) => ({
      anyOf: [
        isNamespaceOwner({ claims: GROUPS[user] }),
        isNamespaceShared(),
        ...(user === 'petra' ? [isNamespaceOwned()] : []),
      ],
    });
    const table: Array<[string, string, string]> = [
      ['alice', 'one/team-a-prod', 'ALLOW'],
      ['alice', 'one/team-a-b-prod', 'DENY'],
      ['alice', 'one/monitoring', 'ALLOW'],
      ['nina', 'one/monitoring', 'ALLOW'],
      ['nina', 'one/team-a-prod', 'DENY'],
      ['bella', 'two/team-a-b-prod', 'ALLOW'],
      ['petra', 'one/team-a-prod', 'ALLOW'],
      ['petra', 'one/kube-system', 'DENY'],
      ['petra', 'one/torn', 'DENY'],
      ['petra', 'one/odd', 'DENY'],
      ['petra', 'one/nosuch', 'DENY'],
      ['petra', 'three/x', 'DENY'],
      ['petra', 'team-a-prod', 'DENY'],
    ];
    const { body } = await request(portal.server)
      .post('/api/tenancy/.well-known/backstage/permissions/apply-conditions')
      .set('authorization', mockCredentials.service.header())
      .send({
        items: table.map(([user, resourceRef], i) => ({
          id: `${i}`,
          resourceRef,
          resourceType: 'namespace',
          conditions: conditionsOf(user),
        })),
      });
    expect(
      table.map(([user, ref], i) => [user, ref, body.items[i].result]),
    ).toEqual(table);
  });
});
