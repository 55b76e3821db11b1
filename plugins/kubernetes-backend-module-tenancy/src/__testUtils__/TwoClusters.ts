import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import kubernetesPlugin from '@backstage/plugin-kubernetes-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  createKubernetesApi,
  KubernetesApi,
  MemoryObjectStore,
  resourceTypes,
  seedPlatform,
} from '@internal/sandbox';
import { kubernetesModuleTenancy } from '../module';

const LABEL = 'aiops.backstage/team';
const GROUPS: Record<string, string[]> = {
  'user:default/alice': ['group:default/team-a'],
  'user:default/bob': ['group:default/team-b'],
  'user:default/bella': ['group:default/team-a-b'],
  'user:default/petra': ['group:default/platform-engineering'],
};
/** The same name belongs to different teams in different clusters. */
const NAMESPACES: Record<string, Record<string, string | undefined>> = {
  one: {
    'team-a-prod': 'team-a',
    'team-a-b-prod': 'team-a-b',
    monitoring: 'platform-engineering',
    'not-onboarded': 'team-a',
    'kube-system': undefined,
  },
  two: { 'team-a-prod': 'team-b', monitoring: 'platform-engineering' },
};

type Cluster = { store: MemoryObjectStore; api: KubernetesApi };

/** A portal with the real tenancy and the real token requests, on two clusters with RBAC. */
export class TwoClusters {
  readonly one: Cluster;
  readonly two: Cluster;
  readonly backend: TestBackend;
  readonly auditor = mockServices.auditor.mock();
  readonly permissions = mockServices.permissions.mock();
  /** What a container has written. */
  logText = (namespace: string, pod: string) => `log of ${namespace}/${pod}`;

  static async start(): Promise<TwoClusters> {
    const clusters = new TwoClusters();
    await clusters.#start();
    return clusters;
  }

  private constructor() {
    this.one = undefined as never;
    this.two = undefined as never;
    this.backend = undefined as never;
  }

  async stop(): Promise<void> {
    await this.backend.stop();
    await this.one.api.close();
    await this.two.api.close();
  }

  async #start(): Promise<void> {
    const started = {
      one: await this.#startCluster('one'),
      two: await this.#startCluster('two'),
    };
    this.permissions.authorize.mockImplementation(async requests =>
      requests.map(() => ({ result: AuthorizeResult.ALLOW })),
    );
    this.auditor.createEvent.mockResolvedValue({
      success: async () => {},
      fail: async () => {},
    });
    const backend = await startTestBackend({
      features: [
        kubernetesPlugin,
        kubernetesModuleTenancy,
        this.auditor.factory,
        this.permissions.factory,
        userInfo(),
        catalogServiceMock.factory({
          entities: [
            component('x'),
            ...['one', 'two'].map(cluster =>
              component(`x-${cluster}`, {
                'backstage.io/kubernetes-cluster': cluster,
                'backstage.io/kubernetes-namespace': 'team-a-prod',
              }),
            ),
          ],
        }),
        mockServices.httpAuth.factory({
          defaultCredentials: mockCredentials.none(),
        }),
        mockServices.rootConfig.factory({
          data: {
            tenancy: { sharedNamespaces: ['monitoring'] },
            kubernetes: {
              serviceLocatorMethod: { type: 'singleTenant' },
              objectTypes: ['pods'],
              clusterLocatorMethods: [
                {
                  type: 'config',
                  clusters: await Promise.all(
                    Object.entries(started).map(async ([name, { api }]) => ({
                      name,
                      url: api.url,
                      authProvider: 'serviceAccount',
                      serviceAccountToken: await portalToken(api),
                      skipMetricsLookup: true,
                    })),
                  ),
                },
              ],
            },
          },
        }),
      ],
    });
    Object.assign(this, started, { backend });
  }

  async #startCluster(name: string): Promise<Cluster> {
    const clock = { now: () => Date.now() };
    const store = MemoryObjectStore.create({ clock });
    const namespaces = NAMESPACES[name];
    for (const [namespace, team] of Object.entries(namespaces)) {
      store.create(resourceTypes.namespaces, {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: namespace, labels: team ? { [LABEL]: team } : {} },
      });
      store.create(resourceTypes.pods, {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name: `pod-of-${namespace}`,
          namespace,
          labels: { app: 'x' },
        },
        spec: { containers: [{ name: 'app' }], nodeName: 'node' },
        status: {
          phase: 'Running',
          containerStatuses: [
            {
              name: 'app',
              containerID: 'containerd://x',
              state: { running: {} },
            },
          ],
        },
      });
      store.create(resourceTypes.events, {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: `event-of-${namespace}`, namespace },
        involvedObject: { kind: 'Pod', name: `pod-of-${namespace}`, namespace },
        message: `in ${name}`,
      });
    }
    seedPlatform(
      store,
      Object.keys(namespaces).filter(
        namespace => namespaces[namespace] && namespace !== 'not-onboarded',
      ),
    );
    const api = await createKubernetesApi({
      store,
      clock,
      containerLogs: {
        read: ({ namespace, pod }) => [
          { timeMs: 0, text: this.logText(namespace, pod) },
        ],
        follow: () => () => {},
      },
    });
    return { store, api };
  }
}

function portalToken(api: KubernetesApi): Promise<string> {
  return api.issueToken({ namespace: 'aiops-system', name: 'aiops-portal' });
}

function userInfo() {
  return mockServices.userInfo.mock({
    getUserInfo: async credentials => {
      const { userEntityRef } = credentials.principal as {
        userEntityRef: string;
      };
      return {
        userEntityRef,
        ownershipEntityRefs: GROUPS[userEntityRef] ?? [],
      };
    },
  }).factory;
}

function component(name: string, annotations: Record<string, string> = {}) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        'backstage.io/kubernetes-label-selector': 'app=x',
        ...annotations,
      },
    },
  };
}
