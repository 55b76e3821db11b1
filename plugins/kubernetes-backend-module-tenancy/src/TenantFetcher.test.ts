import { mockCredentials } from '@backstage/backend-test-utils';
import {
  KubernetesFetcher,
  ObjectFetchParams,
} from '@backstage/plugin-kubernetes-node';
import { clusterServiceMock } from '@internal/plugin-cluster-node/testUtils';
import {
  mockTenantScope,
  tenancyServiceMock,
} from '@internal/plugin-tenancy-node/testUtils';
import { ScopedClusters } from './ScopedClusters';
import { TenantFetcher } from './TenantFetcher';

const TIMEOUT_MS = 500;

describe('TenantFetcher', () => {
  const stock = {
    fetchObjectsForService: jest.fn(),
    fetchPodMetricsByNamespaces: jest.fn(),
  } satisfies KubernetesFetcher;
  const clusters = clusterServiceMock({
    forTenant: jest.fn(async ({ namespace }) => ({
      token: `reader-of-${namespace}`,
    })) as never,
  });
  const scoped = new ScopedClusters();
  const fetcher = new TenantFetcher({
    stock,
    clusters,
    tenancy: tenancyServiceMock(),
    scoped,
    allowed: { builtIn: () => true, custom: name => name !== 'two' },
    timeoutMs: TIMEOUT_MS,
  });
  const params = (name: string, namespaces: string[]): ObjectFetchParams => ({
    serviceId: 'x',
    clusterDetails: scoped.bind(
      { name, url: `https://${name}`, authMetadata: {} },
      {
        credentials: mockCredentials.user(),
        scope: mockTenantScope({ cluster: name, namespaces }),
      },
    ),
    credential: { type: 'anonymous' },
    objectTypesToFetch: new Set(),
    labelSelector: '',
    customResources: [
      {
        objectType: 'customresources',
        group: 'argoproj.io',
        apiVersion: 'v1alpha1',
        plural: 'rollouts',
      },
    ],
  });

  beforeEach(() => jest.clearAllMocks());

  it('should wait for a silent cluster once, and for no other', async () => {
    stock.fetchObjectsForService.mockImplementation(({ clusterDetails }) =>
      clusterDetails.name === 'silent'
        ? new Promise(() => {})
        : Promise.resolve({ errors: [], responses: [] }),
    );
    // Three rounds of five at a time: without the pause it would be three deadlines.
    const namespaces = Array.from({ length: 15 }, (_, i) => `ns-${i}`);
    const startedAt = performance.now();
    const silent = fetcher.fetchObjectsForService(params('silent', namespaces));
    await fetcher.fetchObjectsForService(params('one', namespaces));
    expect(performance.now() - startedAt).toBeLessThan(TIMEOUT_MS);
    expect((await silent).errors).toHaveLength(15);
    expect(performance.now() - startedAt).toBeLessThan(2 * TIMEOUT_MS);
    const asked = stock.fetchObjectsForService.mock.calls.filter(
      ([{ clusterDetails }]) => clusterDetails.name === 'silent',
    );
    // What was not asked any more is not asked later.
    expect(asked).toHaveLength(5);
  });

  it('should read with tokens only, and custom resources where they are allowed', async () => {
    stock.fetchObjectsForService.mockResolvedValue({
      errors: [],
      responses: [],
    });
    for (const name of ['one', 'two']) {
      await fetcher.fetchObjectsForService(params(name, ['a']));
    }
    const calls = stock.fetchObjectsForService.mock.calls.map(([call]) => call);
    expect(calls).toMatchObject([
      { namespace: 'a', credential: { token: 'reader-of-a' } },
      { namespace: 'a', credential: { token: 'reader-of-a' } },
    ]);
    expect(calls.map(call => call.customResources.length)).toEqual([1, 0]);

    clusters.forTenant.mockResolvedValueOnce({ token: '' } as never);
    const empty = await fetcher.fetchObjectsForService(params('one', ['a']));
    expect(empty.errors).toEqual([
      { errorType: 'FETCH_ERROR', message: 'The namespace has no token' },
    ]);
    // An object that the supplier did not hand out opens nothing.
    const { clusterDetails, ...rest } = params('one', ['a']);
    const copy = await fetcher.fetchObjectsForService({
      ...rest,
      clusterDetails: { ...clusterDetails },
      namespace: 'a',
      credential: { type: 'bearer token', token: 'portal' },
    });
    expect(copy).toMatchObject({
      responses: [],
      errors: [{ statusCode: 403 }],
    });
    expect(stock.fetchObjectsForService).toHaveBeenCalledTimes(2);
  });
});
