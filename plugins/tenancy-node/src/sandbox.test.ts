import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { clusterServiceMock } from '@internal/plugin-cluster-node/testUtils';
import {
  createKubernetesApi,
  KubernetesApi,
  MemoryObjectStore,
  resourceTypes,
  seedPlatform,
} from '@internal/sandbox';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { until } from './__testUtils__/FakeNamespaceApi';
import { FreezableProxy } from './__testUtils__/FreezableProxy';
import { readTenancyConfig } from './config';
import { DecisionRecorder } from './DecisionRecorder';
import { DefaultNamespaceIndexService } from './DefaultNamespaceIndexService';
import { DefaultOwnershipService } from './DefaultOwnershipService';
import { DefaultTenancyService } from './DefaultTenancyService';

jest.setTimeout(60_000);

const LABEL = 'aiops.backstage/team';
/** Above the shortest watch, 5 s, whose bookmark comes before its end. */
const MAX_AGE_MS = 6_000;

/** The decision on a cluster that answers as kube-apiserver does. */
describe('tenancy service at the Kubernetes API of the sandbox', () => {
  const stops: Array<() => unknown> = [];
  let api: KubernetesApi;
  let proxy: FreezableProxy;
  let admin: CoreV1Api;
  let index: DefaultNamespaceIndexService;
  let tenancy: DefaultTenancyService;

  const clientOf = (server: string, token: string) => {
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromClusterAndUser(
      { name: 'one', server, skipTLSVerify: true },
      { name: 'user', token },
    );
    return kubeConfig;
  };
  const decide = async (team: string, namespace = 'shop') => {
    const decision = await tenancy.decide({
      credentials: mockCredentials.user(`user:default/${team}`),
      namespace: { cluster: 'one', namespace },
    });
    return decision.result === 'allow'
      ? decision.grant.access
      : decision.reason;
  };
  const create = (team: string) =>
    admin.createNamespace({
      body: { metadata: { name: 'shop', labels: { [LABEL]: team } } },
    });

  beforeAll(async () => {
    const store = MemoryObjectStore.create({
      clock: { now: () => Date.now() },
    });
    seedPlatform(store, []);
    store.create(resourceTypes.namespaces, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'shop', labels: { [LABEL]: 'team-a' } },
      status: { phase: 'Active' },
    });
    api = await createKubernetesApi({
      store,
      clock: { now: () => Date.now() },
      containerLogs: { read: () => [], follow: () => () => {} },
    });
    proxy = await FreezableProxy.start(api.url);
    admin = clientOf(api.url, api.adminToken).makeApiClient(CoreV1Api);
    const token = await api.issueToken({
      namespace: 'aiops-system',
      name: 'aiops-portal',
    });
    const logger = mockServices.logger.mock();
    const clusters = clusterServiceMock({
      list: () => [{ name: 'one', url: proxy.url }],
      forPlatform: () => clientOf(proxy.url, token),
    });
    const lifecycle = mockServices.rootLifecycle.mock({
      addShutdownHook: stop => stops.push(stop),
    });
    index = DefaultNamespaceIndexService.start({
      ...{ clusters, logger, lifecycle },
      maxAgeMs: MAX_AGE_MS,
    });
    tenancy = new DefaultTenancyService({
      auth: mockServices.auth(),
      userInfo: mockServices.userInfo.mock({
        async getUserInfo({ principal }) {
          const { userEntityRef } = principal as { userEntityRef: string };
          const group = userEntityRef.replace('user:', 'group:');
          return { userEntityRef, ownershipEntityRefs: [group] };
        },
      }),
      ownership: DefaultOwnershipService.create({
        config: readTenancyConfig(mockServices.rootConfig({ data: {} })),
        ...{ index, clusters, logger },
      }),
      recorder: new DecisionRecorder({
        auditor: mockServices.auditor.mock(),
        logger,
      }),
      logger,
    });
  });

  afterAll(async () => {
    for (const stop of stops) stop();
    await proxy.stop();
    await api.close();
  });

  it('should take a namespace from its old team with one event', async () => {
    expect(await decide('team-a')).toBe('owner');
    expect(await decide('team-b')).toBe('not-owner');
    const lists = index.status()[0].lists;

    const shop = await admin.readNamespace({ name: 'shop' });
    shop.metadata!.labels![LABEL] = 'team-b';
    await admin.replaceNamespace({ name: 'shop', body: shop });
    await until(async () => (await decide('team-b')) === 'owner');
    expect(await decide('team-a')).toBe('not-owner');

    const unlabelled = await admin.readNamespace({ name: 'shop' });
    delete unlabelled.metadata!.labels![LABEL];
    await admin.replaceNamespace({ name: 'shop', body: unlabelled });
    await until(async () => (await decide('team-b')) === 'unowned-namespace');
    // Nothing was asked again for that.
    expect(index.status()[0].lists).toBe(lists);
  });

  it('should give nobody what was deleted, and the new owner what was made again', async () => {
    await admin.deleteNamespace({ name: 'shop' });
    await until(async () => (await decide('team-b')) === 'unknown-namespace');
    await create('team-a-b');
    await until(async () => (await decide('team-a-b')) === 'owner');
    expect(await decide('team-a')).toBe('not-owner');
    expect(await decide('team-b')).toBe('not-owner');
  });

  it('should deny everything while the connection is silent, and know what changed meanwhile', async () => {
    await until(() => index.status()[0].ageMs! < 1_000);
    proxy.freeze();
    const shop = await admin.readNamespace({ name: 'shop' });
    shop.metadata!.labels![LABEL] = 'team-a';
    await admin.replaceNamespace({ name: 'shop', body: shop });
    const frozenAt = performance.now();
    await until(
      async () => (await decide('team-a-b')) === 'namespace-index-unavailable',
    );
    // Within the bound it still went by what it knew, and not a moment longer.
    expect(performance.now() - frozenAt).toBeLessThan(MAX_AGE_MS + 1_000);
    expect(index.status()[0].available).toBe(false);

    proxy.thaw();
    await until(async () => (await decide('team-a')) === 'owner');
    expect(await decide('team-a-b')).toBe('not-owner');
  });
});
