import {
  groupEntityV1alpha1Validator,
  userEntityV1alpha1Validator,
} from '@backstage/catalog-model';
import { ZitadelGrant, ZitadelPerson } from '../client';
import { buildModel } from './buildModel';
import { checkShrink } from './checkShrink';
import { diffModels } from './diffModels';

const MAPPING = {
  projectId: '200',
  userNamespace: 'default',
  suffixes: ['developer', 'admin'],
  groupNamespace: 'default',
  groupPrefix: '',
  maxRoles: 5,
  parents: new Map<string, string>(),
};

const build = (
  people: Array<Partial<ZitadelPerson> & { id: string }>,
  grants: Array<Partial<ZitadelGrant> & { userId: string }>,
  mapping: Partial<typeof MAPPING> & { grantOrganizationIds?: string[] } = {},
) =>
  buildModel(
    {
      people: {
        malformed: 0,
        rows: new Map(
          people.map(person => [
            person.id,
            { active: true, displayName: 'N', ...person },
          ]),
        ),
      },
      grants: {
        malformed: 0,
        rows: new Map(
          grants.map((grant, i) => [
            `${i}`,
            {
              id: `${i}`,
              projectId: '200',
              organizationId: '100',
              active: true,
              roles: [],
              changedAtMs: 0,
              ...grant,
            },
          ]),
        ),
      },
    },
    { location: 'zitadel:main', mapping: { ...MAPPING, ...mapping } },
  );

describe('buildModel', () => {
  it('should make entities that the catalog accepts', async () => {
    const { entities } = build(
      [{ id: '1', email: 'a@b.c' }],
      [{ userId: '1', roles: ['team-a-b-developer', 'team-a-admin'] }],
    );
    const user = entities.get('user:default/1')!;
    expect(await userEntityV1alpha1Validator.check(user)).toBe(true);
    const group = entities.get('group:default/team-a-b')!;
    expect(await groupEntityV1alpha1Validator.check(group)).toBe(true);
    expect(user.spec!.memberOf).toEqual([
      'group:default/team-a',
      'group:default/team-a-b',
    ]);
    expect(user.metadata.annotations).toEqual({
      'backstage.io/managed-by-location': 'zitadel:main',
      'backstage.io/managed-by-origin-location': 'zitadel:main',
    });
  });

  it('should make no group of odd roles, other projects, other organisations or idle grants', () => {
    const { entities, notes } = build(
      [{ id: '1' }],
      [
        {
          userId: '1',
          roles: [
            '__proto__-admin',
            '../x-admin',
            'Team-a-admin',
            '-admin',
            {},
          ],
        },
        { userId: '1', roles: ['foreign-admin'], projectId: '201' },
        { userId: '1', roles: ['partner-admin'], organizationId: '101' },
        { userId: '1', roles: ['past-admin'], active: false },
      ],
      { grantOrganizationIds: ['100'] },
    );
    expect([...entities.keys()]).toEqual(['user:default/1']);
    expect(notes).toEqual([
      expect.stringContaining('5 roles that name no group'),
    ]);
  });

  it('should leave out who cannot sign in, and keep the group of a locked person', () => {
    const { entities, counts, notes } = build(
      [
        { id: '__proto__' },
        { id: 'Upper' },
        { id: '../1' },
        { id: '2', active: false },
        { id: '3' },
      ],
      [
        { userId: '2', roles: ['team-a-admin'] },
        {
          userId: '3',
          roles: ['a', 'b', 'c', 'd', 'e', 'f'].map(n => `${n}-admin`),
        },
        { userId: 'a-machine', roles: ['bots-admin'] },
      ],
    );
    expect([...entities.keys()]).toEqual([
      'group:default/team-a',
      'group:default/bots',
    ]);
    expect(counts).toEqual({ users: 0, groups: 2, memberships: 0 });
    expect(notes).toHaveLength(3);
    expect(Object.prototype).not.toHaveProperty('metadata');
  });

  it('should tell what differs between two', () => {
    const before = build([{ id: '1' }, { id: '2' }], []);
    const after = build([{ id: '2', displayName: 'New' }, { id: '3' }], []);
    const { added, removed } = diffModels(before, after);
    expect(added.map(({ metadata }) => metadata.name)).toEqual(['2', '3']);
    expect(removed).toEqual(['user:default/1']);
    expect(diffModels(after, after)).toEqual({ added: [], removed: [] });
  });
});

describe('checkShrink', () => {
  const counts = (users: number, groups = 1, memberships = users) => ({
    users,
    groups,
    memberships,
  });
  it('should believe growth and small losses, and no collapse', () => {
    expect(checkShrink(counts(0), counts(100), 0)).toBeUndefined();
    expect(checkShrink(counts(100), counts(70), 0.3)).toBeUndefined();
    expect(checkShrink(counts(100), counts(69), 0.3)).toMatch('users');
    expect(checkShrink(counts(6), counts(4), 0.3)).toBeUndefined();
    expect(checkShrink(counts(6), counts(3), 0.3)).toMatch('users');
    expect(checkShrink(counts(9), counts(9, 1, 0), 0.3)).toMatch('memberships');
    expect(checkShrink(counts(9, 9), counts(9, 0), 0.3)).toMatch('groups');
    // Nobody at all is never right, whatever is permitted.
    expect(checkShrink(counts(1), counts(0), 1)).toMatch('users');
    expect(checkShrink(counts(9), counts(1), 1)).toBeUndefined();
  });
});
