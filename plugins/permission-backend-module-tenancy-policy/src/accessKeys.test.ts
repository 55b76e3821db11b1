import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  createPermission,
} from '@backstage/plugin-permission-common';
import { toAccessKeyRef, toScopeClaims } from '@internal/plugin-tenancy-common';
import { readPolicyConfig } from './config';
import { permissionTable } from './permissionTable';
import { TenancyPolicy } from './TenancyPolicy';

const KEY = toAccessKeyRef('1');
const decide = async (name: string, claims: string[], user = KEY) => {
  const policy = new TenancyPolicy({
    config: readPolicyConfig(mockServices.rootConfig()),
    userInfo: mockServices.userInfo.mock({
      getUserInfo: async () => ({
        userEntityRef: user,
        ownershipEntityRefs: [user, ...claims],
      }),
    }),
    logger: mockServices.logger.mock(),
  });
  const { result } = await policy.handle(
    { permission: createPermission({ name, attributes: {} }) },
    {
      credentials: mockCredentials.user(user),
      info: { userEntityRef: user, ownershipEntityRefs: [] },
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
});
