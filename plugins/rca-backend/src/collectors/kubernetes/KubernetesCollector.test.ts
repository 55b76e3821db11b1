import { NotAllowedError } from '@backstage/errors';
import { mockCredentials } from '@backstage/backend-test-utils';
import { clusterServiceMock } from '@internal/plugin-cluster-node/testUtils';
import { mockTenantScope } from '@internal/plugin-tenancy-node/testUtils';
import { KubeConfig } from '@kubernetes/client-node';
import { dependency, subjectOf } from '../../__testUtils__/snapshot';
import { DefaultSharedLoads } from '../../engine/DefaultSharedLoads';
import { FakeApiServer } from './__testUtils__/FakeApiServer';
import { KubernetesCollector } from './KubernetesCollector';

const forbidden: [number, unknown] = [
  403,
  {
    kind: 'Status',
    status: 'Failure',
    reason: 'Forbidden',
    code: 403,
    message: 'nodes is forbidden',
  },
];
const CRASHED = {
  metadata: { name: 'cart-1', namespace: 'team-a-prod' },
  status: {
    containerStatuses: [
      {
        name: 'app',
        image: '',
        imageID: '',
        ready: false,
        restartCount: 2,
        state: { waiting: {} },
        lastState: {
          terminated: { exitCode: 1, finishedAt: '2026-11-20T10:00:00Z' },
        },
      },
    ],
  },
};
const PODS = '/api/v1/namespaces/team-a-prod/pods';

describe('KubernetesCollector', () => {
  const server = new FakeApiServer();
  let url: string;

  beforeAll(async () => {
    url = await server.start();
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    server.requests.length = 0;
    server.answers.clear();
    server.answers.set('/api/v1/nodes', () => forbidden);
  });

  function collect(
    signal = new AbortController().signal,
    refused?: { namespace: string; error: Error },
  ) {
    const clusters = clusterServiceMock({
      forTenant: async ({ namespace }) => {
        if (namespace === refused?.namespace) throw refused.error;
        const kubeConfig = new KubeConfig();
        kubeConfig.loadFromOptions({
          clusters: [{ name: 'c', server: url, skipTLSVerify: true }],
          users: [{ name: 'u', token: `token-${namespace}` }],
          contexts: [{ name: 'x', cluster: 'c', user: 'u' }],
          currentContext: 'x',
        });
        return {
          cluster: 'sandbox',
          namespace,
          kubeConfig,
          token: '',
          expiresAt: new Date(),
        };
      },
    });
    return new KubernetesCollector({ clusters }).collect({
      subject: subjectOf('cart', [
        dependency('redis', 'cart'),
        dependency('shared', 'cart', { namespace: 'monitoring' }),
        dependency('ledger', 'cart', { namespace: 'team-b-prod' }),
        dependency('far', 'cart', {
          namespace: 'team-a-prod',
          cluster: 'other',
        }),
      ]),
      window: { from: new Date(0), to: new Date() },
      scope: mockTenantScope({ namespaces: ['team-a-prod', 'monitoring'] }),
      investigationId: '2b1f6c58-35bb-4f0e-9f57-7a3dbb6a2f10',
      credentials: mockCredentials.user(),
      shared: new DefaultSharedLoads({ signal }),
      signal,
    });
  }

  it("lists each kind once a namespace, with that namespace's token, and no foreign one", async () => {
    const { facts, unchecked, summary } = await collect();
    expect(facts.namespaces).toEqual(['team-a-prod', 'monitoring']);
    const paths = server.requests.map(({ path }) => path);
    expect(paths).toHaveLength(2 * 18 + 1);
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths.filter(path => path.includes('team-b'))).toEqual([]);
    for (const { path, token } of server.requests.filter(item =>
      item.path.includes('/namespaces/'),
    )) {
      expect(token).toBe(
        `Bearer token-${path.split('/namespaces/')[1].split('/')[0]}`,
      );
    }
    // Forbidden is "could not look", never "there is none".
    expect(facts.nodes).toBeUndefined();
    expect(unchecked).toEqual([
      {
        source: 'kubernetes',
        reason: 'forbidden',
        message: 'Listing nodes: nodes is forbidden',
      },
    ]);
    expect(summary).toBe(
      '0 pods of 0 workloads in team-a-prod, monitoring, all ready, 0 events',
    );
  });

  it('follows pages, drops values of ConfigMaps, and asks for the last words of the crashed', async () => {
    server.answers.set(PODS, query =>
      query.get('continue')
        ? [200, { items: [CRASHED], metadata: {} }]
        : [
            200,
            {
              items: [{ metadata: { name: 'cart-0' } }],
              metadata: { continue: 'next' },
            },
          ],
    );
    server.answers.set('/api/v1/namespaces/team-a-prod/configmaps', () => [
      200,
      {
        items: [
          {
            metadata: {
              name: 'cart-config',
              namespace: 'team-a-prod',
              creationTimestamp: '2026-11-20T09:00:00Z',
            },
            data: { TTL: 'very-private' },
          },
        ],
        metadata: {},
      },
    ]);
    server.answers.set(`${PODS}/cart-1/log`, query => [
      200,
      query.get('previous') === 'true' ? 'starting\nbad config\n' : '',
    ]);

    const { facts } = await collect();
    expect(facts.pods.map(pod => pod.metadata?.name)).toEqual([
      'cart-0',
      'cart-1',
    ]);
    expect(facts.configMaps).toEqual([
      {
        namespace: 'team-a-prod',
        name: 'cart-config',
        keys: ['TTL'],
        createdAt: '2026-11-20T09:00:00.000Z',
        updatedAt: undefined,
      },
    ]);
    expect(JSON.stringify(facts)).not.toContain('very-private');
    expect(facts.lastWords).toEqual({
      'team-a-prod/cart-1/app': ['starting', 'bad config'],
    });
  });

  it('goes on without a kind that cannot be listed, and fails when nothing can', async () => {
    const path =
      '/apis/autoscaling/v2/namespaces/team-a-prod/horizontalpodautoscalers';
    server.answers.set(path, () => [
      503,
      { kind: 'Status', message: 'try later', code: 503 },
    ]);
    const { unchecked } = await collect();
    expect(unchecked).toContainEqual({
      source: 'kubernetes',
      reason: 'unreachable',
      message: 'Listing autoscalers in team-a-prod: try later',
    });

    expect((await collect()).facts.unread).toEqual(['team-a-prod/autoscalers']);
    for (const { path: asked } of [...server.requests]) {
      server.answers.set(asked, () => forbidden);
    }
    await expect(collect()).rejects.toThrow(
      /^Listing \w+ in team-a-prod: nodes is forbidden$/,
    );
  });

  it("goes on without a dependency's namespace, and not without the subject's", async () => {
    await collect();
    for (const { path } of server.requests.filter(item =>
      item.path.includes('/monitoring/'),
    )) {
      server.answers.set(path, () => forbidden);
    }
    const listed = await collect();
    expect(listed.facts.namespaces).toEqual(['team-a-prod']);
    expect(listed.unchecked).toContainEqual({
      source: 'kubernetes',
      reason: 'forbidden',
      message: expect.stringMatching(
        /^Reading namespace monitoring: .*nodes is forbidden$/,
      ),
    });

    server.answers.clear();
    const error = new NotAllowedError('no token for you');
    const token = await collect(undefined, { namespace: 'monitoring', error });
    expect(token.facts.namespaces).toEqual(['team-a-prod']);
    expect(token.unchecked).toEqual([
      {
        source: 'kubernetes',
        reason: 'forbidden',
        message: 'Reading namespace monitoring: no token for you',
      },
    ]);
    await expect(
      collect(undefined, { namespace: 'team-a-prod', error }),
    ).rejects.toBe(error);
  });

  it('reads nodes page by page up to a bound, and keeps what rules look at', async () => {
    const node = (name: string) => ({
      metadata: { name, annotations: { big: 'x' }, labels: { zone: 'a' } },
      spec: { podCIDR: '10.0.0.0/24', unschedulable: true },
      status: {
        conditions: [{ type: 'Ready', status: 'True' }],
        images: [{ names: ['x'] }],
        nodeInfo: { architecture: 'arm64', operatingSystem: 'linux' },
      },
    });
    server.answers.set('/api/v1/nodes', query => {
      expect(query.get('limit')).toBe('500');
      return query.get('continue')
        ? [200, { items: [node('b')], metadata: {} }]
        : [200, { items: [node('a')], metadata: { continue: 'next' } }];
    });
    const { facts } = await collect();
    expect(facts.nodes?.map(item => item.metadata?.name)).toEqual(['a', 'b']);
    expect(JSON.stringify(facts.nodes)).not.toMatch(/images|big|podCIDR/);
    expect(facts.nodes?.[0].status?.nodeInfo?.architecture).toBe('arm64');

    server.answers.set('/api/v1/nodes', () => [
      200,
      { items: [node('a')], metadata: { continue: 'next' } },
    ]);
    const { facts: many, unchecked } = await collect();
    expect(many.nodes).toHaveLength(4);
    expect(unchecked).toEqual([
      {
        source: 'kubernetes',
        reason: 'too-many-objects',
        message: 'Listing nodes stopped after 4 objects',
      },
    ]);
  });

  it.each<[string, () => [number, unknown], object[]]>([
    [
      'may not be read',
      () => forbidden,
      [
        {
          source: 'kubernetes',
          reason: 'forbidden',
          message:
            'Reading the last lines of app in team-a-prod/cart-1: nodes is forbidden',
        },
      ],
    ],
    [
      'do not come in time',
      () => [0, ''],
      [
        {
          source: 'kubernetes',
          reason: 'timed-out',
          message:
            'Reading the last lines of app in team-a-prod/cart-1: no answer within 2.5 s',
        },
      ],
    ],
    [
      'are gone',
      () => [400, { kind: 'Status', code: 400, message: 'not found' }],
      [],
    ],
  ])('says so when last lines %s', async (_, answer, expected) => {
    server.answers.set('/api/v1/nodes', () => [
      200,
      { items: [], metadata: {} },
    ]);
    server.answers.set(PODS, () => [200, { items: [CRASHED], metadata: {} }]);
    server.answers.set(`${PODS}/cart-1/log`, answer);
    const { unchecked, facts } = await collect();
    expect(unchecked).toEqual(expected);
    expect(facts.lastWords).toEqual({});
  });

  it('takes secrets out of last lines before it cuts them', async () => {
    server.answers.set(PODS, () => [200, { items: [CRASHED], metadata: {} }]);
    server.answers.set(`${PODS}/cart-1/log`, () => [
      200,
      `${'x'.repeat(
        380,
      )} postgres://app:hunter2-and-more@db\nMIIEpAIBAAKCAQEAwJbJ0b6uT2XQ\n-----END RSA PRIVATE KEY-----\n`,
    ]);
    const { facts } = await collect();
    expect(JSON.stringify(facts.lastWords)).not.toMatch(/hunt|MIIE/);
  });

  it('ends its requests when aborted', async () => {
    server.answers.set(PODS, () => [0, '']);
    const controller = new AbortController();
    const work = collect(controller.signal);
    setTimeout(() => controller.abort(), 50);
    await expect(work).rejects.toMatchObject({ name: 'AbortError' });
  });
});
