import { expect, Suite } from '../support/Suite';
import { hostileNamespaces } from '../world/hostileEntities';
import { World } from '../world/World';
import {
  expectNoLeak,
  expectRefused,
  expectWithin,
  readableBy,
} from './hostile';

const CLUSTER = { 'backstage-kubernetes-cluster': 'sandbox' };
const ACTION = 'kubernetes:get-kubernetes-resources-for-entity';

/** The eleven ways through the stock Kubernetes plugin, by the numbers of the trust model. */
export async function testBypasses(suite: Suite, world: World): Promise<void> {
  suite.begin('The eleven bypasses');
  const bob = world.as('bob');
  const readable = await readableBy(bob);
  const workloads = (name: string) =>
    bob.post('/api/kubernetes/resources/workloads/query', {
      entityRef: `component:default/${name}`,
      auth: { serviceAccount: 'portal' },
    });
  const proxy = (
    path: string,
    headers: Record<string, string> = {},
    method = 'GET',
  ) =>
    bob.send({
      method,
      path: `/api/kubernetes/proxy${path}`,
      headers: { ...CLUSTER, ...headers },
      body: method === 'GET' ? undefined : {},
    });

  await suite.test(
    '1: an entity without a namespace does not list the cluster',
    async () => {
      const answer = await workloads('hostile-bare');
      expectNoLeak(world, answer);
      expect(
        expectWithin(readable, answer) > 0,
        'not even own namespaces came back, so this shows nothing',
      );
    },
  );
  await suite.test(
    "2: an annotation does not open another team's namespace",
    async () => {
      const answer = await workloads('hostile-foreign');
      expectNoLeak(world, answer);
      expectWithin(readable, answer);
    },
  );
  for (const [name, namespace] of Object.entries(hostileNamespaces)) {
    await suite.test(
      `3: namespace ${JSON.stringify(namespace)} leads nowhere else`,
      async () => {
        const answer = await workloads(name);
        expectNoLeak(world, answer);
        expectWithin(readable, answer);
      },
    );
  }
  const twoClusters =
    '3: the same name in another cluster is another namespace';
  if (world.admin.hasSecondCluster) {
    await suite.test(twoClusters, async () => {
      const answer = await workloads('two-clusters');
      expectNoLeak(world, answer);
      expectWithin(readable, answer);
    });
  } else {
    suite.skip(twoClusters, 'there is one cluster');
  }
  for (const resource of [
    { group: '', apiVersion: 'v1', plural: 'secrets' },
    { group: '', apiVersion: 'v1', plural: 'configmaps' },
    { group: '', apiVersion: 'v1', plural: '..' },
    { group: '', apiVersion: 'v1', plural: '../../nodes' },
    { group: '', apiVersion: '../../api/v1', plural: 'nodes' },
    { group: '..', apiVersion: 'v1', plural: 'namespaces' },
    {
      group: 'rbac.authorization.k8s.io',
      apiVersion: 'v1',
      plural: 'rolebindings',
    },
    {
      group: 'authentication.k8s.io',
      apiVersion: 'v1',
      plural: 'tokenreviews',
    },
  ]) {
    await suite.test(
      `4: custom resource ${resource.group}/${resource.plural} is not read`,
      async () => {
        const answer = await bob.post(
          '/api/kubernetes/resources/custom/query',
          {
            entityRef: 'component:default/payments',
            auth: {},
            customResources: [resource],
          },
        );
        expectNoLeak(world, answer);
        expect(
          expectWithin(readable, answer) === 0,
          'objects of a kind that nobody allowed came back',
        );
      },
    );
  }
  for (const [method, path] of [
    ['GET', '/api/v1/namespaces'],
    ['GET', '/api/v1/namespaces/team-b-prod/pods'],
    ['GET', '/api/v1/namespaces/team-a-prod/pods'],
    ['DELETE', '/api/v1/namespaces/team-a-prod'],
    [
      'POST',
      '/api/v1/namespaces/team-a-prod/serviceaccounts/aiops-reader/token',
    ],
    ['PATCH', '/api/v1/namespaces/team-a-prod'],
    ['GET', '/api/v1/nodes/sandbox-node-1/proxy/pods'],
    ['GET', '/api/v1/watch/pods'],
  ]) {
    await suite.test(`5: the proxy does not pass ${method} ${path}`, async () =>
      expectRefused(world, await proxy(path, {}, method)),
    );
  }
  for (const headers of [
    { 'impersonate-user': 'system:admin' },
    { 'impersonate-group': 'system:masters', 'impersonate-user': 'x' },
    { 'impersonate-uid': '0', 'impersonate-extra-scopes': 'all' },
    { cookie: 'session=admin' },
  ] as Array<Record<string, string>>) {
    await suite.test(
      `6: the proxy does not pass ${Object.keys(headers).join(', ')} on`,
      async () =>
        expectRefused(
          world,
          await proxy('/api/v1/namespaces/team-a-prod/pods', headers),
        ),
    );
  }
  for (const name of [
    'backstage-kubernetes-authorization',
    'backstage-kubernetes-authorization-serviceAccount',
  ]) {
    await suite.test(`7: ${name} does not choose the credential`, async () => {
      const { adminToken } = world.admin.state.kubernetes;
      expectRefused(
        world,
        await proxy('/api/v1/pods', { [name]: `Bearer ${adminToken}` }),
      );
    });
  }
  await suite.test("8: no way leads a caller's token to a cluster", async () =>
    expectRefused(
      world,
      await proxy(
        '/apis/authentication.k8s.io/v1/selfsubjectreviews',
        {},
        'POST',
      ),
    ),
  );
  await suite.test(
    '8: what a cluster is reached with is not told',
    async () => {
      const answer = await bob.get('/api/kubernetes/clusters');
      const { token, adminToken, url } = world.admin.state.kubernetes;
      for (const word of [token, adminToken, 'serviceAccountToken']) {
        expect(!answer.text.includes(word), 'a credential is in the answer');
      }
      expect(!answer.text.includes(`"url":"${url}"`), 'tells the API address');
    },
  );
  for (const path of [
    '/api/v1/namespaces/team-b-prod/../team-a-prod/pods',
    '/api/v1/namespaces/team-b-prod%2f..%2fteam-a-prod/pods',
    '/api/v1/namespaces/%2e%2e/pods',
    '/api/v1/namespaces//team-a-prod/pods',
  ]) {
    await suite.test(`9: ${path} is not passed on`, async () =>
      expectRefused(world, await proxy(path)),
    );
  }
  for (const name of [
    'hostile-bare',
    'hostile-foreign',
    'hostile-dots',
    'owned-by-a',
  ]) {
    for (const version of ['v1', 'v2']) {
      await suite.test(
        `10: the action (${version}) reads no more of ${name} than the routes`,
        async () => {
          const input = {
            name,
            kind: 'component',
            namespace: 'default',
            entityRef: `component:default/${name}`,
          };
          const answer = await bob.post(
            `/api/kubernetes/.backstage/actions/${version}/actions/${ACTION}/invoke`,
            version === 'v1' ? input : { input },
          );
          expectNoLeak(world, answer);
          expectWithin(readable, {
            ...answer,
            json: answer.json?.output ?? answer.json,
          });
        },
      );
    }
  }
  for (const name of ['static', 'service'] as const) {
    for (const [method, path, body] of [
      ['GET', '/api/kubernetes/clusters', undefined],
      [
        'POST',
        '/api/kubernetes/resources/workloads/query',
        { entityRef: 'component:default/checkout', auth: {} },
      ],
      [
        'POST',
        `/api/kubernetes/.backstage/actions/v1/actions/${ACTION}/invoke`,
        { entityRef: 'component:default/checkout' },
      ],
      ['GET', '/api/kubernetes/.backstage/actions/v1/actions', undefined],
      ['GET', '/api/tenancy/access', undefined],
      ['GET', '/api/rca/investigations', undefined],
    ] as const) {
      await suite.test(
        `11: ${name} gets nothing from ${method} ${path}`,
        async () =>
          expectRefused(
            world,
            await world.as(name).send({ method, path, body }),
          ),
      );
    }
  }
}
