import {
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { NamespaceKnowledge } from '@internal/plugin-tenancy-common';
import { DecisionRecorder } from './DecisionRecorder';
import { DefaultScanTenancyService } from './DefaultScanTenancyService';
import { ownershipServiceRef } from './ownershipServiceRef';
import { OwnershipService } from './OwnershipService';
import { scanTenancyServiceRef } from './scanTenancyServiceRef';

type Present = Extract<NamespaceKnowledge, { state: 'present' }>;

const owned = (...groups: Array<string | undefined>): Present => ({
  state: 'present',
  shared: false,
  claims: groups.map(group => ({ source: 'label', group })),
});
const namespaces: Record<string, Present> = {
  conflict: owned('group:default/a', 'group:default/b'),
  invalid: owned(undefined),
  'only-shared': { ...owned(), shared: true },
  shop: owned('group:default/team-a'),
  unowned: owned(),
};

describe('scan tenancy', () => {
  const auditor = mockServices.auditor.mock();
  const ownership = {
    clusters: () => [{ cluster: 'one' }, { cluster: 'stale' }],
    list: async (cluster: string) =>
      cluster === 'one'
        ? Object.entries(namespaces).map(([namespace, knowledge]) => ({
            namespace: { cluster, namespace },
            knowledge,
          }))
        : undefined,
    knowledgeOf: async ({ cluster, namespace }) =>
      cluster === 'one'
        ? namespaces[namespace] ?? { state: 'absent' }
        : { state: 'unavailable' },
  } as OwnershipService;
  const scans = new DefaultScanTenancyService({
    pluginId: 'observability',
    ownership,
    recorder: new DecisionRecorder({
      auditor,
      logger: mockServices.logger.mock(),
    }),
  });
  const success = jest.fn();
  beforeEach(() =>
    auditor.createEvent.mockResolvedValue({ success, fail: jest.fn() }),
  );

  it('should hand out one owned namespace at a time, on the record with its owner', async () => {
    expect(await scans.list()).toEqual([
      { cluster: 'one', namespace: 'shop', owner: 'group:default/team-a' },
    ]);
    const { scope, owner } = await scans.scope({
      cluster: 'one',
      namespace: 'shop',
    });
    expect(owner).toBe('group:default/team-a');
    expect(scope).toEqual({
      $$type: '@internal/TenantScope',
      userEntityRef: 'plugin:observability/scan',
      cluster: 'one',
      namespaces: ['shop'],
      purpose: 'scan',
    });
    expect(() => (scope.namespaces as string[]).push('x')).toThrow();
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'namespace-access',
        meta: expect.objectContaining({
          caller: 'plugin:observability',
          namespace: 'shop',
          via: 'group:default/team-a',
        }),
      }),
    );
  });

  it.each([
    ['one', 'conflict'],
    ['one', 'invalid'],
    ['one', 'only-shared'],
    ['one', 'unowned'],
    ['one', 'absent'],
    ['one', '../shop'],
    ['stale', 'shop'],
  ])('should refuse %s/%s', async (cluster, namespace) => {
    await expect(scans.scope({ cluster, namespace })).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
  });

  const startAs = (pluginId: string) =>
    startTestBackend({
      features: [
        createBackendPlugin({
          pluginId,
          register(env) {
            env.registerInit({
              deps: { scans: scanTenancyServiceRef },
              async init() {},
            });
          },
        }),
        createServiceFactory({
          service: ownershipServiceRef,
          deps: {},
          factory: () => ownership,
        }),
      ],
    });

  it.each(['rca', 'observability-x'])(
    'should not let plugin %s start with it',
    async pluginId => {
      await expect(startAs(pluginId)).rejects.toThrow(
        'may not scan namespaces',
      );
    },
  );

  it('should let the plugins on its list start with it', async () => {
    const backend = await startAs('observability');
    await expect(backend.stop()).resolves.toBeUndefined();
  });
});
