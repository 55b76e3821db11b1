import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import kubernetesPlugin from '@backstage/plugin-kubernetes-backend';
import {
  fakeTenancy,
  tenancyServiceMock,
} from '@internal/plugin-tenancy-node/testUtils';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import request from 'supertest';
import { OpenCluster } from './__testUtils__/OpenCluster';
import { rawRequest } from './__testUtils__/rawRequest';
import { kubernetesModuleTenancy } from './module';

jest.setTimeout(60_000);

const NAMESPACE = 'backstage.io/kubernetes-namespace';
const SELECTOR = 'backstage.io/kubernetes-label-selector';
const component = (name: string, annotations: Record<string, string>) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, namespace: 'default', annotations },
});
const user = (name: string) => ({
  authorization: mockCredentials.user.header(`user:default/${name}`),
});
const service = { authorization: mockCredentials.service.header() };

/** The ways through the stock plugin, each against a cluster that would let everything happen. */
describe('kubernetes plugin under attack', () => {
  const cluster = new OpenCluster();
  const tenancy = tenancyServiceMock(
    fakeTenancy({
      'user:default/alice': ['one/team-a-prod', 'one/monitoring'],
      'user:default/carol': ['one/no-token', 'local/team-a-prod'],
      'user:default/bob': ['one/team-b-prod', 'two/team-b-prod'],
    }),
  );
  const auditor = mockServices.auditor.mock();
  const actions = actionsRegistryServiceMock();
  let backend: Awaited<ReturnType<typeof startTestBackend>>;

  beforeAll(async () => {
    await cluster.start();
    const oneCluster = (name: string) => ({
      name,
      url: cluster.url,
      authProvider: 'serviceAccount',
      serviceAccountToken: 'portal',
      customResources: [
        { group: 'argoproj.io', apiVersion: 'v1alpha1', plural: 'rollouts' },
      ],
    });
    backend = await startTestBackend({
      features: [
        kubernetesPlugin,
        kubernetesModuleTenancy,
        tenancy.factory,
        auditor.factory,
        createServiceFactory({
          service: actionsRegistryServiceRef,
          deps: {},
          factory: () => actions,
        }),
        catalogServiceMock.factory({
          entities: [
            component('bare', {}),
            component('mine', { [NAMESPACE]: 'team-a-prod' }),
            component('theirs', {
              [NAMESPACE]: 'team-b-prod',
              [SELECTOR]: '!nosuchlabel',
            }),
            component('blank', { [NAMESPACE]: 'no-token' }),
            component('prefix', { [NAMESPACE]: 'team-a' }),
            component('dots', { [NAMESPACE]: '..' }),
            component('empty', { [NAMESPACE]: '' }),
            component('slash', { [NAMESPACE]: 'team-a-prod/../team-b-prod' }),
            component('encoded', {
              [NAMESPACE]: 'team-a-prod%2f..%2fteam-b-prod',
            }),
          ],
        }),
        mockServices.httpAuth.factory({
          defaultCredentials: mockCredentials.none(),
        }),
        mockServices.rootConfig.factory({
          data: {
            kubernetes: {
              serviceLocatorMethod: { type: 'multiTenant' },
              objectTypes: ['pods', 'secrets', 'persistentvolumes', 'services'],
              clusterLocatorMethods: [
                // Brings a cluster 'local' that is reached without a credential.
                { type: 'localKubectlProxy' },
                {
                  type: 'config',
                  clusters: [oneCluster('one'), oneCluster('two')],
                },
              ],
            },
          },
        }),
      ],
    });
  });

  afterAll(async () => {
    // Neither a caller's token nor none has ever come to a cluster.
    // eslint-disable-next-line jest/no-standalone-expect -- true of all the tests above
    expect(cluster.strangers).toEqual([]);
    await backend.stop();
    await cluster.stop();
  });

  beforeEach(() => {
    jest.clearAllMocks();
    auditor.createEvent.mockResolvedValue({
      success: async () => {},
      fail: async () => {},
    });
    cluster.requests.length = 0;
  });

  const workloads = (name: string, headers: Record<string, string>) =>
    request(backend.server)
      .post('/api/kubernetes/resources/workloads/query')
      .set(headers)
      .send({
        entityRef: `component:default/${name}`,
        // A client's own idea of credentials changes nothing.
        auth: { serviceAccount: 'portal', google: 'token' },
      });

  it('should read with the token of each namespace, and never all namespaces', async () => {
    const mine = await workloads('mine', user('alice'));
    expect(mine.status).toBe(200);
    expect(cluster.takeReads().sort()).toEqual(
      [
        'GET /api/v1/namespaces/team-a-prod/pods as reader-of-team-a-prod',
        'GET /api/v1/namespaces/team-a-prod/services as reader-of-team-a-prod',
        'GET /apis/argoproj.io/v1alpha1/namespaces/team-a-prod/rollouts as reader-of-team-a-prod',
        // The metrics of the pods that were found.
        'GET /apis/metrics.k8s.io/v1beta1/namespaces/team-a-prod/pods as reader-of-team-a-prod',
        'GET /api/v1/namespaces/team-a-prod/pods as reader-of-team-a-prod',
      ].sort(),
    );

    // Bypass 1: no annotation meant a list of the whole cluster.
    const bare = await workloads('bare', user('alice'));
    expect(JSON.stringify(bare.body)).toContain('pods-of-monitoring');
    for (const read of cluster.takeReads()) {
      expect(read).toMatch(
        /namespaces\/(team-a-prod|monitoring)\/(pods|services|rollouts) as reader-of-\1$/,
      );
    }
  });

  it.each(['theirs', 'prefix', 'dots', 'empty', 'slash', 'encoded'])(
    'should refuse the namespace of the entity %s (bypasses 2 and 3)',
    async name => {
      const answer = await workloads(name, user('alice'));
      expect(answer.body.items).toEqual([
        expect.objectContaining({
          resources: [],
          errors: [
            expect.objectContaining({
              errorType: 'UNAUTHORIZED_ERROR',
              statusCode: 403,
            }),
          ],
        }),
      ]);
      expect(tenancy.decide).toHaveBeenCalledTimes(1);
      expect(cluster.requests).toEqual([]);
    },
  );

  it('should read custom resources that the platform named, and no others (bypass 4)', async () => {
    const custom = (customResources: object[], headers = user('alice')) =>
      request(backend.server)
        .post('/api/kubernetes/resources/custom/query')
        .set(headers)
        .send({
          entityRef: 'component:default/mine',
          customResources,
          auth: {},
        });
    const rollouts = {
      group: 'argoproj.io',
      apiVersion: 'v1alpha1',
      plural: 'rollouts',
    };
    await custom([rollouts]);
    expect(cluster.takeReads()).toEqual([
      'GET /apis/argoproj.io/v1alpha1/namespaces/team-a-prod/rollouts as reader-of-team-a-prod',
    ]);
    const core = { group: '', apiVersion: 'v1' };
    const hostile = [
      { ...core, plural: 'secrets' },
      { ...core, plural: 'pods' },
      { ...core, plural: '..' },
      { ...core, plural: '../../nodes' },
      { ...rollouts, plural: 'rollouts/../../secrets' },
      { ...rollouts, apiVersion: '..' },
      { ...rollouts, group: ['argoproj.io'] },
      {
        group: 'rbac.authorization.k8s.io',
        apiVersion: 'v1',
        plural: 'rolebindings',
      },
      { group: '', apiVersion: 'v1', plural: 'Secrets' },
    ];
    for (const resource of hostile) {
      const answer = await custom([resource]);
      expect(answer.body.items[0].errors[0].message).toMatch(/not read/);
    }
    expect(cluster.takeReads()).toEqual([]);
    expect((await custom([rollouts], service)).status).toBe(403);
  });

  it('should close the proxy however it is spelled (bypasses 5 to 9)', async () => {
    const port = backend.server.port();
    const base = '/api/kubernetes';
    const target = 'api/v1/namespaces/team-a-prod/pods';
    const variants = [
      `GET ${base}/proxy/${target}`,
      `GET ${base}/proxy`,
      `GET ${base}/proxy/`,
      `GET ${base}/PROXY/${target}`,
      `GET /API/KUBERNETES/proxy/${target}`,
      `GET ${base}//proxy/${target}`,
      `GET ${base}///proxy//${target}`,
      `GET ${base}/%70roxy/${target}`,
      `GET ${base}/pro%78y/${target}`,
      `GET ${base}/%2fproxy/${target}`,
      `GET ${base}/proxy%2f${target}`,
      `GET ${base}/proxy;x=1/${target}`,
      `GET ${base}/proxy?x=/clusters`,
      `GET ${base}/clusters/../proxy/${target}`,
      `GET ${base}/./proxy/${target}`,
      `GET ${base}/services/../proxy/${target}`,
      `GET ${base}/clusters/%2e%2e/proxy/${target}`,
      `GET ${base}/\\proxy/${target}`,
      `GET ${base}/proxy/a/../b`,
      `GET ${base}/proxy/%2f..%2f${target}`,
      `GET ${base}/proxy/%2e%2e/${target}`,
      `GET ${base}/proxy/api/v1/namespaces//kube-system/pods`,
      `GET ${base}/proxy/api/v1/watch/pods`,
      `GET ${base}/proxy/api/v1/nodes/n/proxy/run`,
      `GET ${base}/proxy/${target}/p/exec?command=sh`,
      `GET http://localhost${base}/proxy/${target}`,
      `DELETE ${base}/proxy/api/v1/namespaces/team-a-prod`,
      `POST ${base}/proxy/${target}`,
      `PUT ${base}/proxy/${target}/p`,
      `PATCH ${base}/proxy/${target}/p`,
      `HEAD ${base}/proxy/${target}`,
      `OPTIONS ${base}/proxy/${target}`,
      `GET ${base}/clusters/`,
      `HEAD ${base}/clusters`,
      `GET ${base}/nosuchroute`,
    ];
    const headers = {
      'Backstage-Kubernetes-Cluster': 'one',
      'Backstage-Kubernetes-Authorization': 'Bearer chosen-by-the-client',
      'Backstage-Kubernetes-Authorization-one-oidc': 'chosen-by-the-client',
      'Impersonate-User': 'system:admin',
      'Impersonate-Group': 'system:masters',
      'X-Remote-User': 'system:admin',
      'X-HTTP-Method-Override': 'GET',
      Cookie: 'session=1',
    };
    for (const variant of variants) {
      for (const caller of [user('alice'), service]) {
        const status = await rawRequest(port, variant, {
          ...headers,
          ...caller,
        });
        expect([variant, status >= 400]).toEqual([variant, true]);
      }
    }
    const upgrade = await rawRequest(
      port,
      `GET ${base}/proxy/${target}/p/exec`,
      {
        ...headers,
        ...user('alice'),
        connection: 'Upgrade',
        upgrade: 'websocket',
      },
    );
    expect(upgrade).toBe(403);
    expect(cluster.requests).toEqual([]);
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'kubernetes-proxy',
        severityLevel: 'medium',
      }),
    );
  });

  it('should never go to a cluster as nobody or as the caller (bypass 8)', async () => {
    // A cluster that is entered without a credential is handed out to nobody.
    const carol = await request(backend.server)
      .get('/api/kubernetes/clusters')
      .set(user('carol'));
    expect(carol.body.items.map((c: { name: string }) => c.name)).toEqual([
      'one',
    ]);
    // A namespace whose token is empty is not read without one.
    const blank = await workloads('blank', user('carol'));
    expect(blank.body.items).toEqual([
      expect.objectContaining({
        resources: [],
        errors: [expect.objectContaining({ errorType: 'FETCH_ERROR' })],
      }),
    ]);
    expect(cluster.takeReads()).toEqual([]);
    // And the portal does not start with a cluster that it would enter so.
    await expect(
      startTestBackend({
        features: [
          kubernetesPlugin,
          kubernetesModuleTenancy,
          catalogServiceMock.factory(),
          mockServices.rootConfig.factory({
            data: {
              kubernetes: {
                serviceLocatorMethod: { type: 'multiTenant' },
                clusterLocatorMethods: [
                  {
                    type: 'config',
                    clusters: [
                      {
                        name: 'one',
                        url: cluster.url,
                        authProvider: 'localKubectlProxy',
                      },
                    ],
                  },
                ],
              },
            },
          }),
        ],
      }),
    ).rejects.toThrow(/localKubectlProxy.*sends no credential/);
    expect(cluster.requests).toEqual([]);
  });

  it('should bind the MCP action to the caller as well (bypass 10)', async () => {
    const invoke = (
      name: string,
      credentials: Parameters<typeof actions.invoke>[0]['credentials'],
    ) =>
      actions.invoke({
        id: 'test:get-kubernetes-resources-for-entity',
        input: { name },
        credentials,
      });
    const alice = mockCredentials.user('user:default/alice');
    await invoke('bare', alice);
    expect(
      cluster.takeReads().filter(r => !/team-a-prod|monitoring/.test(r)),
    ).toEqual([]);
    const theirs = await invoke('theirs', alice);
    expect(JSON.stringify(theirs.output)).toContain('"statusCode":403');
    const nobody = await invoke('bare', mockCredentials.service());
    expect(nobody.output).toEqual({ items: [] });
    expect(cluster.takeReads()).toEqual([]);
  });

  it('should serve people only, whatever the permissions say (bypass 11)', async () => {
    const clusters = (headers: Record<string, string>) =>
      request(backend.server).get('/api/kubernetes/clusters').set(headers);
    expect((await clusters({})).status).toBe(401);
    expect((await clusters(service)).status).toBe(403);
    expect((await workloads('mine', {})).status).toBe(401);
    expect((await workloads('mine', service)).status).toBe(403);
    const names = async (name: string) =>
      (await clusters(user(name))).body.items.map(
        (c: { name: string }) => c.name,
      );
    expect(await names('alice')).toEqual(['one']);
    expect(await names('bob')).toEqual(['one', 'two']);
    expect(await names('nina')).toEqual([]);
    expect((await clusters(user('alice'))).text).not.toMatch(/token|portal/);
    expect(cluster.requests).toEqual([]);
  });

  it('should bind the old route, with an entity and without', async () => {
    const post = (body: object, headers: Record<string, string>) =>
      request(backend.server)
        .post('/api/kubernetes/services/mine')
        .set(headers)
        .send(body);
    expect((await post({}, user('alice'))).status).toBe(400);
    expect((await post({}, service)).status).toBe(403);
    // A forged entity is read again from the catalog.
    const forged = component('theirs', { [NAMESPACE]: 'team-a-prod' });
    const answer = await post({ entity: forged }, user('alice'));
    expect(answer.body.items[0].errors[0].statusCode).toBe(403);
    expect(cluster.takeReads()).toEqual([]);
  });
});
