import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import kubernetesPlugin from '@backstage/plugin-kubernetes-backend';
import {
  createKubernetesApi,
  KubernetesApi,
  MemoryObjectStore,
  resourceTypes,
  seedPlatform,
} from '@internal/sandbox';
import request from 'supertest';
import { kubernetesModuleTenancy } from './module';

jest.setTimeout(60_000);

const LABEL = 'aiops.backstage/team';
const GROUPS: Record<string, string[]> = {
  'user:default/alice': ['group:default/team-a'],
  'user:default/bella': ['group:default/team-a-b'],
  'user:default/petra': ['group:default/platform-engineering'],
};
const NAMESPACES = {
  'team-a-prod': 'team-a',
  'team-a-b-prod': 'team-a-b',
  monitoring: 'platform-engineering',
  'not-onboarded': 'team-a',
  'kube-system': undefined,
};

/** The module with the real tenancy and the real token requests, on a cluster with RBAC. */
describe('kubernetes module on a cluster with RBAC', () => {
  let api: KubernetesApi;
  let store: MemoryObjectStore;
  let backend: Awaited<ReturnType<typeof startTestBackend>>;

  beforeEach(async () => {
    const clock = { now: () => Date.now() };
    store = MemoryObjectStore.create({ clock });
    for (const [name, team] of Object.entries(NAMESPACES)) {
      store.create(resourceTypes.namespaces, {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels: team ? { [LABEL]: team } : {} },
      });
      store.create(resourceTypes.pods, {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name: `pod-of-${name}`,
          namespace: name,
          labels: { app: 'x' },
        },
        spec: { containers: [] },
        status: { phase: 'Running' },
      });
    }
    seedPlatform(store, ['team-a-prod', 'team-a-b-prod', 'monitoring']);
    api = await createKubernetesApi({
      store,
      clock,
      containerLogs: { read: () => [], follow: () => () => {} },
    });
    const token = await api.issueToken({
      namespace: 'aiops-system',
      name: 'aiops-portal',
    });
    backend = await startTestBackend({
      features: [
        kubernetesPlugin,
        kubernetesModuleTenancy,
        mockServices.userInfo.mock({
          getUserInfo: async credentials => {
            const { userEntityRef } = credentials.principal as {
              userEntityRef: string;
            };
            return {
              userEntityRef,
              ownershipEntityRefs: GROUPS[userEntityRef] ?? [],
            };
          },
        }).factory,
        catalogServiceMock.factory({
          entities: [
            {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'Component',
              metadata: {
                name: 'x',
                namespace: 'default',
                annotations: {
                  'backstage.io/kubernetes-label-selector': 'app=x',
                },
              },
            },
          ],
        }),
        mockServices.httpAuth.factory({
          defaultCredentials: mockCredentials.none(),
        }),
        mockServices.rootConfig.factory({
          data: {
            tenancy: { sharedNamespaces: ['monitoring'] },
            kubernetes: {
              serviceLocatorMethod: { type: 'multiTenant' },
              objectTypes: ['pods'],
              clusterLocatorMethods: [
                {
                  type: 'config',
                  clusters: [
                    {
                      name: 'one',
                      url: api.url,
                      authProvider: 'serviceAccount',
                      serviceAccountToken: token,
                      skipMetricsLookup: true,
                    },
                  ],
                },
              ],
            },
          },
        }),
      ],
    });
  });

  afterEach(async () => {
    await backend.stop();
    await api.close();
  });

  /** Names of the pods that somebody sees, and the statuses of what they do not. */
  const look = async (name: string) => {
    const { body } = await request(backend.server)
      .post('/api/kubernetes/resources/workloads/query')
      .set('authorization', mockCredentials.user.header(`user:default/${name}`))
      .send({ entityRef: 'component:default/x', auth: {} });
    const [item = { resources: [], errors: [] }] = body.items;
    return [
      ...item.resources.flatMap((r: { resources: object[] }) =>
        r.resources.map(
          (o: { metadata?: { name?: string } }) => o.metadata?.name,
        ),
      ),
      ...item.errors.map(
        (e: { statusCode: number; resourcePath: string }) =>
          `${e.statusCode} ${e.resourcePath}`,
      ),
    ].sort();
  };

  it('should show each caller their namespaces by those namespaces’ own rights', async () => {
    // A namespace that the platform has labelled but not onboarded is said so, not skipped.
    const missing = '403 /api/v1/namespaces/not-onboarded';
    expect(await look('alice')).toEqual([
      missing,
      'pod-of-monitoring',
      'pod-of-team-a-prod',
    ]);
    expect(await look('bella')).toEqual([
      'pod-of-monitoring',
      'pod-of-team-a-b-prod',
    ]);
    expect(await look('petra')).toEqual([
      missing,
      'pod-of-monitoring',
      'pod-of-team-a-b-prod',
      'pod-of-team-a-prod',
    ]);
    expect(await look('nina')).toEqual(['pod-of-monitoring']);
  });

  it('should move a relabelled namespace to its new team at once', async () => {
    await look('alice');
    const namespace = store.get(
      resourceTypes.namespaces,
      undefined,
      'team-a-prod',
    )!;
    namespace.metadata.labels = { [LABEL]: 'team-a-b' };
    store.update(resourceTypes.namespaces, namespace);
    const deadline = Date.now() + 5_000;
    let seen = await look('bella');
    while (!seen.includes('pod-of-team-a-prod') && Date.now() < deadline) {
      seen = await look('bella');
    }
    expect(seen).toContain('pod-of-team-a-prod');
    expect(await look('alice')).not.toContain('pod-of-team-a-prod');
  });
});
