import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { notificationService } from '@backstage/plugin-notifications-node';
import permissionPlugin from '@backstage/plugin-permission-backend';
import { clusterServiceMock } from '@internal/plugin-cluster-node/testUtils';
import tenancyPolicy from '@internal/plugin-permission-backend-module-tenancy-policy';
import { namespaceConditions } from '@internal/plugin-tenancy-node';
import { namespaceIndexServiceMock } from '@internal/plugin-tenancy-node/testUtils';
import { Knex } from 'knex';
import request from 'supertest';
import { createTestDatabases } from './__testUtils__/databases';
import { tenancyPlugin } from './plugin';

jest.setTimeout(60_000);

const LABEL = 'aiops.backstage/team';
const GROUPS: Record<string, string[]> = {
  alice: ['group:default/team-a'],
  bella: ['group:default/team-a-b'],
  petra: ['group:default/platform-engineering'],
  nina: [],
};
const NAMESPACES: Record<string, Record<string, Record<string, string>>> = {
  one: {
    'team-a-prod': { [LABEL]: 'team-a' },
    'team-a-b-prod': { [LABEL]: 'team-a-b' },
    torn: { [LABEL]: 'team-a' },
    odd: { [LABEL]: 'Team-A' },
    'kube-system': {},
    monitoring: { [LABEL]: 'platform-engineering' },
  },
  two: { 'team-a-b-prod': { [LABEL]: 'team-a-b' } },
};

const entity = (
  kind: string,
  name: string,
  extra: Omit<Partial<Entity>, 'metadata'> & {
    annotations?: Record<string, string>;
  } = {},
): Entity => {
  const { annotations, ...rest } = extra;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, namespace: 'default', annotations },
    spec: {},
    ...rest,
  };
};
const relation = (type: string, targetRef: string) => ({ type, targetRef });
const flagged = (name: string, team: string) => ({
  ...entity('Component', name, {
    annotations: {
      'aiops.backstage/tenancy-flags': 'foreign-namespace',
      'backstage.io/kubernetes-namespace': 'kube-system',
    },
    relations: [
      relation('ownedBy', `group:default/${team}`),
      relation('dependencyOf', 'component:default/checkout'),
      relation('dependencyOf', 'component:default/hidden'),
    ],
  }),
  status: {
    items: [
      {
        type: 'aiops.backstage/tenancy',
        level: 'warning',
        message: 'Not yours.',
        error: { name: 'foreign-namespace', message: 'the-annotation' },
      },
      { type: 'other', level: 'error', message: 'x' },
    ],
  },
});
const entities = [
  entity('User', 'alice', {
    spec: { profile: { displayName: 'Alice' } },
    relations: [
      relation('memberOf', 'group:default/team-a'),
      relation('memberOf', 'group:default/gone'),
    ],
  }),
  entity('User', 'adam', {
    relations: [relation('memberOf', 'group:default/team-a')],
  }),
  entity('User', 'petra', {
    relations: [relation('memberOf', 'group:default/platform-engineering')],
  }),
  entity('Component', 'checkout'),
  flagged('cart', 'team-a'),
  flagged('insights', 'team-a-b'),
];

describe('tenancyPlugin', () => {
  const databases = createTestDatabases();
  const auditor = mockServices.auditor.mock();
  const notifications = { send: jest.fn() };
  const userInfo = mockServices.userInfo.mock({
    async getUserInfo(credentials) {
      const { userEntityRef } = credentials.principal as {
        userEntityRef: string;
      };
      const name = userEntityRef.replace('user:default/', '');
      if (name === 'unknown') throw new Error('auth does not answer');
      return {
        userEntityRef,
        ownershipEntityRefs: [userEntityRef, ...(GROUPS[name] ?? [])],
      };
    },
  });
  const available: Record<string, boolean> = {};
  let knex: Knex;
  let server: Awaited<ReturnType<typeof startTestBackend>>['server'];

  const header = (user?: string) =>
    user ? mockCredentials.user.header(`user:default/${user}`) : '';
  const get = (path: string, user?: string) => {
    const req = request(server).get(`/api/tenancy${path}`);
    return user ? req.set('authorization', header(user)) : req;
  };
  const ask = (user: string, body: object) =>
    request(server)
      .post('/api/tenancy/access-requests')
      .set('authorization', header(user))
      .send(body);

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_18');
    auditor.createEvent.mockResolvedValue({
      success: jest.fn(),
      fail: jest.fn(),
    });
    const backend = await startTestBackend({
      features: [
        tenancyPlugin,
        permissionPlugin,
        tenancyPolicy,
        auditor.factory,
        userInfo.factory,
        mockServices.permissions.factory(),
        mockServices.database.factory({ knex }),
        mockServices.httpAuth.factory({
          defaultCredentials: mockCredentials.none(),
        }),
        mockServices.rootConfig.factory({
          data: {
            permission: { enabled: true },
            tenancy: {
              sharedNamespaces: [{ cluster: 'one', namespace: 'monitoring' }],
              ownership: {
                sources: 'both',
                config: [{ namespace: 'torn', tenant: 'team-a-b' }],
              },
            },
          },
        }),
        createServiceFactory({
          service: notificationService,
          deps: {},
          factory: () => notifications,
        }),
        catalogServiceMock.factory({ entities }),
        clusterServiceMock({
          list: () =>
            ['one', 'two', 'three'].map(name => ({
              name,
              title: name.toUpperCase(),
              url: `https://${name}`,
            })),
        }).factory,
        namespaceIndexServiceMock({
          async lookup({ cluster, namespace }) {
            if (!(cluster in available)) return { state: 'unknown-cluster' };
            if (!available[cluster]) return { state: 'unavailable' };
            const labels = NAMESPACES[cluster]?.[namespace];
            return labels ? { state: 'present', labels } : { state: 'absent' };
          },
          entries: async cluster =>
            available[cluster]
              ? new Map(Object.entries(NAMESPACES[cluster]))
              : undefined,
          status: () =>
            Object.keys(available).map(cluster => ({
              cluster,
              available: available[cluster],
              namespaces: 1,
              ageMs: 1_234,
              failures: 0,
              lists: 1,
            })),
        }).factory,
      ],
    });
    server = backend.server;
  });

  beforeEach(() => {
    Object.assign(available, { one: true, three: false, two: true });
    notifications.send.mockReset();
    auditor.createEvent.mockClear();
  });

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
    auditor.createEvent.mockClear();
    const post = request(server).post('/api/tenancy/access-requests');
    expect((await post.send({})).status).toBe(401);
    expect(auditor.createEvent).not.toHaveBeenCalled();
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

  it('should take requests for access alike, and tell those who can grant it', async () => {
    const body = { cluster: 'one', reason: 'On call\u202e\n this week' };
    const answers = [];
    for (const namespace of ['team-a-b-prod', 'kube-system', 'nosuch']) {
      answers.push(await ask('alice', { ...body, namespace }));
    }
    // The same again is the same request.
    answers.push(await ask('alice', { ...body, namespace: 'team-a-b-prod' }));
    answers.push(await ask('alice', { ...body, cluster: 'x', namespace: 'y' }));
    for (const answer of answers) {
      expect([answer.status, answer.body]).toEqual([
        202,
        { status: 'received' },
      ]);
    }
    for (let i = 0; i < 200; i++) {
      const [{ open }] = await knex('access_requests')
        .whereNotNull('due_at')
        .count('* as open');
      if (Number(open) === 0) break;
      await new Promise(done => setTimeout(done, 20));
    }
    const sent = notifications.send.mock.calls
      .map(([notification]) => notification)
      .sort((a, b) => (a.payload.link < b.payload.link ? 1 : -1));
    expect(sent).toEqual([
      {
        recipients: {
          type: 'entity',
          entityRef: [
            'group:default/team-a-b',
            'group:default/platform-engineering',
          ],
          excludeEntityRef: 'user:default/alice',
        },
        payload: expect.objectContaining({
          description:
            'Alice (user:default/alice) asks to read one/team-a-b-prod: On call this week',
          link: '/namespaces/one/team-a-b-prod',
          scope: 'access-request:user:default/alice:one/team-a-b-prod',
        }),
      },
      expect.objectContaining({
        recipients: expect.objectContaining({
          entityRef: ['group:default/platform-engineering'],
        }),
      }),
    ]);
    expect(
      (await ask('alice', { ...body, namespace: 'team-a-prod' })).body,
    ).toEqual({ status: 'already-granted' });
    for (const bad of [
      { namespace: '..' },
      { namespace: 'a', reason: ' ' },
      { namespace: 'a', reason: 'x'.repeat(501) },
      { namespace: 'a', more: 1 },
    ]) {
      expect((await ask('alice', { ...body, ...bad })).status).toBe(400);
    }
    // Ten namespaces a day, whether they exist or not.
    const limited = [];
    for (let i = 0; i < 11; i++) {
      const { status, body: answer } = await ask('nina', {
        ...body,
        namespace: `n-${i}`,
      });
      limited.push([status, answer.error?.reason]);
    }
    expect(limited).toEqual([
      ...Array(10).fill([202, undefined]),
      [429, 'too-many-requests'],
    ]);
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'access-request',
        severityLevel: 'medium',
      }),
    );
  });

  it('should try again to tell the groups when that fails', async () => {
    await knex('access_requests').delete();
    notifications.send.mockRejectedValueOnce(new Error('down'));
    await ask('bella', {
      ...{ cluster: 'one', namespace: 'team-a-prod', reason: 'x' },
    });
    const failed = () =>
      knex('access_requests').where({ namespace: 'team-a-prod' });
    const attempt = async (n: number) => {
      for (let i = 0; i < 500; i++) {
        const row = await failed().first();
        const sent = notifications.send.mock.calls.length === n;
        if (sent && row.attempts === n) return row;
        await new Promise(done => setTimeout(done, 20));
      }
      throw new Error(`no attempt ${n}`);
    };
    // It stays due, for whatever delivers next.
    expect((await attempt(1)).due_at).toEqual(expect.any(Date));
    await failed().update({ due_at: new Date(0) });
    await ask('bella', { cluster: 'x', namespace: 'y', reason: 'x' });
    await attempt(2);
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
    const { body } = await request(server)
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
