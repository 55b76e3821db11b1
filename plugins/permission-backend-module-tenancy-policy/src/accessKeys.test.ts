import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  createPermission,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import {
  namespaceReadPermission,
  toAccessKeyRef,
  toScopeClaims,
} from '@internal/plugin-tenancy-common';
import { namespaceRules } from '@internal/plugin-tenancy-node';
import { readPolicyConfig } from './config';
import { permissionTable } from './permissionTable';
import { TenancyPolicy } from './TenancyPolicy';

const KEY = toAccessKeyRef('1');
const decide = async (name: string, claims: string[], user = KEY) => {
  const policy = new TenancyPolicy({
    config: readPolicyConfig(mockServices.rootConfig()),
    logger: mockServices.logger.mock(),
  });
  const { result } = await policy.handle(
    { permission: createPermission({ name, attributes: {} }) },
    {
      credentials: mockCredentials.user(user),
      info: { userEntityRef: user, ownershipEntityRefs: [user, ...claims] },
    },
  );
  return result;
};
const scope = (owner: string, ...permissions: string[]) =>
  toScopeClaims({
    owner: `group:default/${owner}`,
    permissions,
    namespaces: [],
  });

describe('the policy and keys for machines', () => {
  it('should allow what is in the scope, as for a member of the team', async () => {
    const claims = scope('team-a', 'rca.investigate', 'kubernetes.proxy');
    expect(await decide('rca.investigate', claims)).toBe(AuthorizeResult.ALLOW);
    expect(await decide('rca.report.read', claims)).toBe(AuthorizeResult.DENY);
    expect(await decide('kubernetes.proxy', claims)).toBe(AuthorizeResult.DENY);
  });

  it('should never make a platform member of a key that the platform owns', async () => {
    const all = Object.keys(permissionTable);
    const claims = scope('platform-engineering', ...all);
    expect(await decide('catalog.location.read', claims)).toBe(
      AuthorizeResult.DENY,
    );
    expect(await decide('scaffolder.template.dry-run', claims)).toBe(
      AuthorizeResult.DENY,
    );
  });

  it('should deny everything to a key that was revoked or whose claims are odd', async () => {
    for (const claims of [
      [],
      ['group:default/team-a'],
      [
        ...scope('team-a', 'rca.investigate'),
        'group:default/platform-engineering',
      ],
    ]) {
      for (const name of Object.keys(permissionTable)) {
        expect(await decide(name, claims)).toBe(AuthorizeResult.DENY);
      }
    }
    // And a person gets nothing out of claims that only keys have.
    expect(
      await decide(
        'rca.investigate',
        scope('team-a', 'rca.investigate'),
        'user:default/1',
      ),
    ).toBe(AuthorizeResult.DENY);
  });

  it('should bound namespaces to those of the scope', async () => {
    const policy = new TenancyPolicy({
      config: readPolicyConfig(mockServices.rootConfig()),
      logger: mockServices.logger.mock(),
    });
    const decision = await policy.handle(
      { permission: namespaceReadPermission },
      {
        credentials: mockCredentials.user(KEY),
        info: {
          userEntityRef: KEY,
          ownershipEntityRefs: [
            KEY,
            ...toScopeClaims({
              owner: 'group:default/team-a',
              permissions: [namespaceReadPermission.name],
              namespaces: [
                { cluster: 'c', namespace: 'mine' },
                { cluster: 'c', namespace: 'theirs' },
              ],
            }),
          ],
        },
      },
    );
    const authorize = createConditionAuthorizer(Object.values(namespaceRules));
    const may = (namespace: string, team: string) =>
      authorize(decision, {
        namespace: { cluster: 'c', namespace },
        knowledge: {
          state: 'present',
          claims: [{ source: 'label', group: `group:default/${team}` }],
          shared: false,
        },
      });
    expect(may('mine', 'team-a')).toBe(true);
    expect(may('theirs', 'team-b')).toBe(false);
    expect(may('outside', 'team-a')).toBe(false);
  });
});
