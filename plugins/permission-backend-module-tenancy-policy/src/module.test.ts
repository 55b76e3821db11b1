import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogPermissions } from '@backstage/plugin-catalog-common/alpha';
import { permissionRules } from '@backstage/plugin-catalog-backend/alpha';
import { kubernetesPermissions } from '@backstage/plugin-kubernetes-common';
import permissionPlugin from '@backstage/plugin-permission-backend';
import {
  AuthorizeResult,
  createPermission,
  Permission,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import { scaffolderPermissions } from '@backstage/plugin-scaffolder-common/alpha';
import { observabilityPermissions } from '@internal/plugin-observability-common';
import { rcaPermissions } from '@internal/plugin-rca-common';
import {
  accessKeyPermissions,
  decideNamespace,
  OwnershipClaim,
  tenancyPermissions,
} from '@internal/plugin-tenancy-common';
import { namespaceRules } from '@internal/plugin-tenancy-node';
import request from 'supertest';
import { readPolicyConfig } from './config';
import { permissionModuleTenancyPolicy } from './module';
import { permissionTable } from './permissionTable';
import { TenancyPolicy } from './TenancyPolicy';

const GROUPS: Record<string, string[]> = {
  alice: ['group:default/team-a'],
  bella: ['group:default/team-a-b'],
  petra: ['group:default/platform-engineering', 'group:default/team-a'],
  nina: [],
};
const ALL = [
  ...catalogPermissions,
  ...kubernetesPermissions,
  ...scaffolderPermissions,
  ...observabilityPermissions,
  ...rcaPermissions,
  ...tenancyPermissions,
  ...accessKeyPermissions,
] as Permission[];
const byName = (name: string) => ALL.find(p => p.name === name)!;

const userInfo = mockServices.userInfo.mock({
  async getUserInfo(credentials) {
    const { userEntityRef } = credentials.principal as {
      userEntityRef: string;
    };
    const groups = GROUPS[userEntityRef.replace('user:default/', '')];
    if (!groups) throw new Error('the auth plugin does not answer');
    return { userEntityRef, ownershipEntityRefs: [userEntityRef, ...groups] };
  },
});
const logger = mockServices.logger.mock();
const policyOf = (tenancyPolicy: object = {}) =>
  new TenancyPolicy({
    config: readPolicyConfig(
      mockServices.rootConfig({ data: { tenancyPolicy } as never }),
    ),
    logger,
  });
const as = (name: string) => ({
  credentials: mockCredentials.user(`user:default/${name}`),
  info: {
    userEntityRef: `user:default/${name}`,
    ownershipEntityRefs: [`user:default/${name}`, ...GROUPS[name]],
  },
});

describe('tenancy policy', () => {
  beforeEach(() => jest.clearAllMocks());

  it('should have a row for every permission of the installed plugins', () => {
    expect(ALL.map(p => p.name).filter(n => !(n in permissionTable))).toEqual(
      [],
    );
    expect(Object.keys(permissionTable).filter(n => !byName(n))).toEqual([]);
  });

  it('should give nobody but people anything, and people without groups the directory', async () => {
    const policy = policyOf();
    const allowed = async (user?: ReturnType<typeof as>) => {
      const names = [];
      for (const permission of ALL) {
        const { result } = await policy.handle({ permission }, user);
        if (result !== AuthorizeResult.DENY) names.push(permission.name);
      }
      return names;
    };
    expect(await allowed(undefined)).toEqual([]);
    expect(await allowed(as('nina'))).toEqual([
      'catalog.entity.read',
      'tenancy.namespace.read',
      'tenancy.access.request',
    ]);
    expect((await allowed(as('alice'))).sort()).toEqual([
      'access-key.manage',
      'catalog.entity.read',
      'catalog.entity.refresh',
      'kubernetes.clusters.read',
      'kubernetes.resources.read',
      'observability.anomaly.mute',
      'observability.read',
      'rca.investigate',
      'rca.report.read',
      'scaffolder.action.execute',
      'scaffolder.task.cancel',
      'scaffolder.task.create',
      'scaffolder.task.read',
      'scaffolder.template.parameter.read',
      'scaffolder.template.step.read',
      'tenancy.access.request',
      'tenancy.namespace.read',
    ]);
    const platform = await allowed(as('petra'));
    expect(ALL.map(p => p.name).filter(n => !platform.includes(n))).toEqual([
      'kubernetes.proxy',
    ]);
  });

  it('should answer for namespaces exactly as the tenancy service decides', async () => {
    const policy = policyOf();
    const authorize = createConditionAuthorizer(Object.values(namespaceRules));
    const namespace = { cluster: 'c', namespace: 'n' };
    const group = (name: string) => `group:default/${name}`;
    const owners = ['team-a', 'team-a-b', 'platform-engineering'].map(group);
    const claimSets: OwnershipClaim[][] = [
      [],
      [{ source: 'label' }],
      ...owners.map(owner => [{ source: 'label' as const, group: owner }]),
      ...owners.flatMap(a =>
        owners.map(b => [
          { source: 'label' as const, group: a },
          { source: 'config' as const, group: b },
        ]),
      ),
    ];
    const seen = new Set<string>();
    for (const name of Object.keys(GROUPS)) {
      const decision = await policy.handle(
        { permission: byName('tenancy.namespace.read') },
        as(name),
      );
      for (const claims of claimSets) {
        for (const shared of [true, false]) {
          const knowledge = { state: 'present' as const, claims, shared };
          const expected = decideNamespace({
            namespace,
            caller: { type: 'user', ownershipEntityRefs: GROUPS[name] },
            knowledge,
            platformGroups: [group('platform-engineering')],
          });
          expect([
            name,
            knowledge,
            authorize(decision, { namespace, knowledge }),
          ]).toEqual([name, knowledge, expected.result === 'allow']);
          seen.add(
            expected.result === 'allow'
              ? expected.grant.access
              : expected.reason,
          );
        }
      }
      // What the index does not have, or cannot tell, is no resource.
      expect(authorize(decision, undefined)).toBe(false);
    }
    expect([...seen].sort()).toEqual([
      'not-owner',
      'owner',
      'ownership-conflict',
      'ownership-invalid',
      'platform',
      'shared',
      'unowned-namespace',
    ]);
  });

  it('should show entities to their owners, and shared ones to members', async () => {
    const policy = policyOf({
      sharedKinds: ['Group', 'User', 'Template'],
      publicLabels: [{ label: 'example.com/visibility', value: 'public' }],
    });
    const authorize = createConditionAuthorizer(Object.values(permissionRules));
    const entity = (kind: string, owner?: string, visibility?: string) => ({
      apiVersion: 'backstage.io/v1alpha1',
      kind,
      metadata: {
        name: 'x',
        namespace: 'default',
        ...(visibility && {
          labels: { 'example.com/visibility': visibility },
        }),
      },
      relations: owner
        ? [{ type: 'ownedBy', targetRef: `group:default/${owner}` }]
        : [],
    });
    const sees = async (user: string) => {
      const decision = await policy.handle(
        { permission: byName('catalog.entity.read') },
        as(user),
      );
      return [
        entity('Component', 'team-a'),
        entity('Component', 'team-a-b'),
        entity('Component', 'platform-engineering'),
        entity('Component'),
        entity('Group'),
        entity('Template', 'platform-engineering'),
        entity('Location'),
        entity('API', 'team-a', 'public'),
        entity('API', 'team-a', 'private'),
      ].map(e => (authorize(decision, e) ? 1 : 0));
    };
    expect(await sees('alice')).toEqual([1, 0, 1, 0, 1, 1, 0, 1, 1]);
    expect(await sees('bella')).toEqual([0, 1, 1, 0, 1, 1, 0, 1, 0]);
    expect(await sees('petra')).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1]);
    expect(await sees('nina')).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0]);
  });

  it('should bound tasks to their creator and actions to the safe ones', async () => {
    const handle = (name: string, config?: object) =>
      policyOf(config).handle({ permission: byName(name) }, as('alice'));
    expect(await handle('scaffolder.task.read')).toMatchObject({
      conditions: {
        rule: 'IS_TASK_OWNER',
        params: { createdBy: ['user:default/alice'] },
      },
    });
    expect(
      await handle('scaffolder.action.execute', {
        safeActions: ['a:b', 'c:d'],
      }),
    ).toMatchObject({
      conditions: {
        anyOf: [
          { rule: 'HAS_ACTION_ID', params: { actionId: 'a:b' } },
          { rule: 'HAS_ACTION_ID', params: { actionId: 'c:d' } },
        ],
      },
    });
    expect(
      (await handle('scaffolder.action.execute', { safeActions: [] })).result,
    ).toBe(AuthorizeResult.DENY);
  });

  it('should deny unknown permissions once in the log, unless they were added', async () => {
    const permission = createPermission({ name: 'new.thing', attributes: {} });
    const policy = policyOf();
    for (let i = 0; i < 3; i++) {
      expect((await policy.handle({ permission }, as('petra'))).result).toBe(
        AuthorizeResult.DENY,
      );
    }
    // A name that objects have by nature is no row.
    const proto = createPermission({ name: 'constructor', attributes: {} });
    expect(
      (await policy.handle({ permission: proto }, as('petra'))).result,
    ).toBe(AuthorizeResult.DENY);
    expect(logger.warn).toHaveBeenCalledTimes(2);
    const added = policyOf({
      permissions: [{ name: 'new.thing', team: 'allow' }],
    });
    const result = async (user: string) =>
      (await added.handle({ permission }, as(user))).result;
    expect(await result('alice')).toBe(AuthorizeResult.ALLOW);
    expect(await result('petra')).toBe(AuthorizeResult.ALLOW);
    expect(await result('nina')).toBe(AuthorizeResult.DENY);

    for (const permissions of [
      [{ name: 'kubernetes.proxy', platform: 'allow' }],
      [{ name: 'x', team: 'visible-entities' }],
    ]) {
      expect(() => policyOf({ permissions })).toThrow(/tenancyPolicy/);
    }
  });

  it('should decide behind the permission backend', async () => {
    const { server } = await startTestBackend({
      features: [
        permissionPlugin,
        permissionModuleTenancyPolicy,
        userInfo.factory,
        mockServices.httpAuth.factory({
          defaultCredentials: mockCredentials.none(),
        }),
        mockServices.rootConfig.factory({
          data: { permission: { enabled: true } },
        }),
      ],
    });
    const authorize = async (name: string, authorization?: string) => {
      const answer = await request(server)
        .post('/api/permission/authorize')
        .set(authorization ? { authorization } : {})
        .send({ items: [{ id: '1', permission: byName(name) }] });
      return answer.body.items?.[0].result ?? answer.status;
    };
    const user = (name: string) =>
      mockCredentials.user.header(`user:default/${name}`);
    expect(await authorize('rca.investigate', user('alice'))).toBe('ALLOW');
    expect(await authorize('rca.investigate', user('nina'))).toBe('DENY');
    expect(await authorize('rca.investigate')).toBe(401);
    expect(await authorize('kubernetes.proxy', user('petra'))).toBe('DENY');
    // Whose groups cannot be looked up gets no answer, which callers take for a denial.
    expect(await authorize('rca.investigate', user('unknown'))).toBe(500);
    expect(
      await authorize('rca.investigate', mockCredentials.service.header()),
    ).toBe(403);
    expect(
      await authorize('rca.investigate', mockCredentials.user.invalidHeader()),
    ).toBe(401);
  });
});
