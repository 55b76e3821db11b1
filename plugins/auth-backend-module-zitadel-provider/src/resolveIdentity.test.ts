import { ConfigReader } from '@backstage/config';
import fc from 'fast-check';
import { readZitadelConfig } from './config';
import { resolveIdentity } from './resolveIdentity';

const ROLES = 'urn:zitadel:iam:org:project:roles';
const read = (config: object = {}) =>
  readZitadelConfig(
    'test',
    new ConfigReader({
      issuer: 'https://id.example.com',
      clientId: 'portal',
      clientSecret: 'secret',
      ...config,
      roles: { organizationIds: 'all', ...(config as any).roles },
    }),
  );
const groupsOf = (userinfo: object, config?: object) =>
  resolveIdentity({ sub: '1', ...userinfo }, read(config)).groups;

/** The identity, or the name of the error that refused it. */
const attempt = (
  sub: unknown,
  claim: unknown,
): { refusal?: string; userEntityRef?: string; groups: string[] } => {
  try {
    return resolveIdentity({ sub, [ROLES]: claim }, read());
  } catch (error) {
    return { refusal: (error as Error).name, groups: [] };
  }
};

describe('resolveIdentity', () => {
  it('should read both claim forms of ZITADEL, lists, and nested claims', () => {
    const granted = {
      'team-a-admin': { '100': 'a.example' },
      'team-b-admin': { '101': 'b.example' },
    };
    const both = ['group:default/team-a', 'group:default/team-b'];
    expect(groupsOf({ [ROLES]: granted })).toEqual(both);
    expect(groupsOf({ [ROLES]: granted }, { projectId: '200' })).toEqual([]);
    expect(
      groupsOf(
        { 'urn:zitadel:iam:org:project:200:roles': granted },
        { projectId: '200' },
      ),
    ).toEqual(both);
    expect(
      groupsOf({ [ROLES]: granted }, { roles: { organizationIds: ['100'] } }),
    ).toEqual(['group:default/team-a']);
    expect(
      groupsOf({ groups: ['team-a-admin'] }, { roles: { claim: 'groups' } }),
    ).toEqual(['group:default/team-a']);
    expect(
      groupsOf(
        { realm_access: { roles: ['sre.team-lead'] } },
        {
          roles: { claim: 'realm_access.roles', suffixes: ['lead'] },
          groups: { namespace: 'org', prefix: 'z-' },
        },
      ),
    ).toEqual(['group:org/z-sre.team']);
    expect(groupsOf({})).toEqual([]);
    expect(groupsOf({ [ROLES]: null })).toEqual([]);
    // Inherited properties are no claims.
    expect(groupsOf({}, { roles: { claim: 'constructor.name' } })).toEqual([]);
    expect(
      resolveIdentity(
        { sub: 'al.ice-1', preferred_username: 'petra' },
        read({ userNamespace: 'org' }),
      ).userEntityRef,
    ).toBe('user:org/al.ice-1');
  });

  it('should make the same person of the same id, or nobody', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.anything()),
        fc.anything(),
        (sub, claim) => {
          const { refusal, userEntityRef, groups } = attempt(sub, claim);
          expect([undefined, 'NotAllowedError']).toContain(refusal);
          expect(
            refusal !== undefined ||
              (userEntityRef === `user:default/${sub}` &&
                /^user:default\/[a-z0-9._-]+$/.test(userEntityRef)),
          ).toBe(true);
          expect(
            groups.every(g => /^group:default\/[a-z0-9._-]+$/.test(g)),
          ).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
