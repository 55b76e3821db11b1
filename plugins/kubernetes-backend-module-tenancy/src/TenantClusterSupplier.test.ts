import { mockCredentials } from '@backstage/backend-test-utils';
import { clusterServiceMock } from '@internal/plugin-cluster-node/testUtils';
import { fakeTenancy } from '@internal/plugin-tenancy-node/testUtils';
import { ScopedClusters } from './ScopedClusters';
import { TenantClusterSupplier } from './TenantClusterSupplier';

describe('TenantClusterSupplier', () => {
  it('should hand out bound copies without secrets, and leave the shared objects alone', async () => {
    const shared = ['one', 'two', 'unknown'].map(name => ({
      name,
      url: `https://${name}`,
      authMetadata: { serviceAccountToken: 'portal', other: 'secret' },
    }));
    const before = structuredClone(shared);
    const scoped = new ScopedClusters();
    const supplier = new TenantClusterSupplier({
      all: { getClusters: async () => shared },
      clusters: clusterServiceMock({
        list: () => [
          { name: 'one', url: 'https://one' },
          { name: 'two', url: 'https://two' },
        ],
      }),
      tenancy: fakeTenancy({
        'user:default/alice': ['one/a', 'one/b', 'unknown/c'],
      }),
      scoped,
    });
    const credentials = mockCredentials.user('user:default/alice');
    const [cluster, ...others] = await supplier.getClusters({ credentials });
    expect(others).toEqual([]);
    expect(JSON.stringify(cluster)).not.toMatch(/"portal"|secret/);
    expect(scoped.get(cluster)).toMatchObject({
      credentials,
      scope: { cluster: 'one', namespaces: ['a', 'b'] },
    });
    // Neither the shared object nor a copy of the bound one opens anything.
    expect(scoped.get(shared[0])).toBeUndefined();
    expect(scoped.get({ ...cluster })).toBeUndefined();
    expect(shared).toEqual(before);

    for (const nobody of [
      mockCredentials.service(),
      mockCredentials.none(),
      mockCredentials.user('user:default/nina'),
      undefined as never,
    ]) {
      expect(await supplier.getClusters({ credentials: nobody })).toEqual([]);
    }
  });
});
