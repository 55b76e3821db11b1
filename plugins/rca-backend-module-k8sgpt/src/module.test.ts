import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { clusterServiceRef } from '@internal/plugin-cluster-node';
import { clusterServiceMock } from '@internal/plugin-cluster-node/testUtils';
import {
  RcaCollector,
  rcaCollectorsExtensionPoint,
} from '@internal/plugin-rca-node';
import { mockTenantScope } from '@internal/plugin-tenancy-node/testUtils';
import { fakeServer } from './__testUtils__/fakeServer';
import { served } from './__testUtils__/results';
import { rcaModuleK8sgpt } from './module';

async function start(k8sgpt?: object): Promise<RcaCollector[]> {
  const added: RcaCollector[] = [];
  const backend = await startTestBackend({
    extensionPoints: [
      [
        rcaCollectorsExtensionPoint,
        { addCollector: (...collectors) => added.push(...collectors) },
      ],
    ],
    features: [
      rcaModuleK8sgpt,
      createServiceFactory({
        service: clusterServiceRef,
        deps: {},
        factory: () =>
          clusterServiceMock({
            list: () => [{ name: 'sandbox', url: 'http://127.0.0.1:1' }],
          }),
      }),
      mockServices.rootConfig.factory({ data: { rca: { k8sgpt } } }),
    ],
  });
  await backend.stop();
  return added;
}
const withCluster = (access: object) => ({ clusters: { sandbox: access } });

describe('rcaModuleK8sgpt', () => {
  it('adds nothing unless it is configured', async () => {
    expect(await start()).toEqual([]);
    expect(await start({ clusters: {} })).toEqual([]);
  });

  it('collects findings of the namespaces that the caller may read, of clusters that are named', async () => {
    const asked: string[] = [];
    let answer: object = served;
    const server = await fakeServer(({ text }) => {
      asked.push(JSON.parse(text).namespace);
      return [200, answer];
    });
    const [collector] = await start({
      ...withCluster({ server: { url: `${server.url}/` } }),
      deadline: '5s',
    });
    const collect = (cluster: string) =>
      collector.collect({
        subject: {
          entityRef: 'component:default/cart',
          cluster,
          namespace: 'team-a-prod',
          labelSelector: 'app=cart',
          serviceName: 'cart',
          dependencies: ['team-b-prod', 'monitoring', 'team-a-prod'].map(
            namespace => ({
              entityRef: `component:default/x`,
              serviceName: 'x',
              cluster,
              namespace,
              requiredBy: 'component:default/cart',
            }),
          ),
        },
        window: { from: new Date(0), to: new Date(1) },
        scope: mockTenantScope({
          cluster,
          namespaces: ['team-a-prod', 'monitoring'],
        }),
        investigationId: '2b1f6c58-35bb-4f0e-9f57-7a3dbb6a2f10',
        credentials: mockCredentials.user(),
        shared: { once: (_, load) => load({ signal: undefined as never }) },
        signal: new AbortController().signal,
      });
    try {
      expect(collector).toMatchObject({ source: 'k8sgpt', deadlineMs: 5_000 });
      expect(await collect('sandbox')).toMatchObject({
        summary: '1 problem in team-a-prod, monitoring',
        unchecked: [],
        evidence: [{ title: 'k8sgpt about Pod team-a-prod/cart-1-a' }],
        findings: [
          {
            rule: 'k8sgpt-pod',
            sameAs: expect.arrayContaining(['image-pull-failure']),
          },
        ],
      });
      expect(asked.sort()).toEqual(['monitoring', 'team-a-prod']);
      answer = { results: null, errors: ['[Pod] timeout'] };
      expect(await collect('sandbox')).toMatchObject({
        summary:
          'nothing found in team-a-prod, monitoring, and not everything could be looked at',
        evidence: [],
      });
      answer = { results: null };
      expect(await collect('sandbox')).toMatchObject({
        summary: 'no problem in team-a-prod, monitoring',
        unchecked: [],
      });
      expect(await collect('edge')).toMatchObject({
        summary: 'not configured for cluster edge',
        evidence: [],
        unchecked: [],
      });
      expect(asked).toHaveLength(6);
    } finally {
      server.stop();
    }
  });

  it.each([
    [
      { clusters: { sandbx: { results: {} } } },
      'rca.k8sgpt.clusters.sandbx: must be the name of a cluster (sandbox)',
    ],
    [withCluster({}), 'exactly one of results, command and server'],
    [
      withCluster({ results: {}, server: { url: 'http://x' } }),
      'exactly one of results, command and server',
    ],
    [withCluster({ command: { path: 'k8sgpt' } }), 'must be an absolute path'],
    [withCluster({ server: { url: 'file:///x' } }), 'http or https URL'],
    [
      withCluster({ results: { namespace: '../x' } }),
      'must be the name of a namespace',
    ],
    [
      { ...withCluster({ results: {} }), filters: ['Pod,--explain'] },
      'names of analyzers',
    ],
    [{ ...withCluster({ results: {} }), filters: [] }, 'names of analyzers'],
    [
      { ...withCluster({ results: {} }), deadline: { milliseconds: 1 } },
      'at least 1 second',
    ],
  ])('refuses %j', async (config, message) => {
    await expect(start(config)).rejects.toThrow(message);
  });
});
