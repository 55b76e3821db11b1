import fc from 'fast-check';
import { isGroupName } from './groupRefs';
import { DEFAULT_ROLE_SUFFIXES, mapRolesToGroups } from './mapRolesToGroups';

describe('mapRolesToGroups', () => {
  it.each([
    ['team-a-developer', 'group:default/team-a'],
    ['team-a-b-developer', 'group:default/team-a-b'],
    ['platform-engineering-owner', 'group:default/platform-engineering'],
    ['team-a-admin-admin', 'group:default/team-a-admin'],
    ['x-viewer', 'group:default/x'],
  ])('should map %s to %s', (role, group) => {
    expect(mapRolesToGroups([role])).toEqual({ groups: [group], dropped: [] });
  });

  it.each([
    ['team-a', 'no-suffix'],
    ['developer', 'no-suffix'],
    ['-developer', 'no-suffix'],
    ['team-adeveloper', 'no-suffix'],
    ['team-a-developer-', 'no-suffix'],
    ['Team-A-developer', 'malformed'],
    ['team-a-Developer', 'malformed'],
    ['../team-a-developer', 'malformed'],
    ['..-developer', 'malformed'],
    ['a..b-developer', 'malformed'],
    ['teаm-a-developer', 'malformed'], // Cyrillic а
    ['team-a\u2010developer', 'malformed'], // a hyphen that is none
    ['team-a-developer\n', 'malformed'],
    ['group:default/team-a-developer', 'malformed'],
    ['', 'malformed'],
    [`${'x'.repeat(64)}-developer`, 'malformed'],
    ['x'.repeat(1_000_000), 'malformed'],
    [undefined, 'malformed'],
    [{ toString: () => 'team-a-developer' }, 'malformed'],
    [Object.create(null), 'malformed'],
  ])('should drop %p as %s', (role, reason) => {
    const { groups, dropped } = mapRolesToGroups([role]);
    expect(groups).toEqual([]);
    expect(dropped).toEqual([{ role: expect.any(String), reason }]);
    expect(dropped[0].role.length).toBeLessThanOrEqual(128);
  });

  it('should take the longest suffix and honour prefix and namespace', () => {
    expect(
      mapRolesToGroups(['team-a-b-developer', 'team-a-senior-developer'], {
        suffixes: ['developer', 'senior-developer'],
        groupNamespace: 'org',
        groupPrefix: 'z-',
      }).groups,
    ).toEqual(['group:org/z-team-a', 'group:org/z-team-a-b']);
  });

  it('should never give a group that its role does not spell out', () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      fc
        .tuple(
          fc.string({ unit: fc.constantFrom(...'ab-._/:A\u0430 ') }),
          fc.constantFrom(...DEFAULT_ROLE_SUFFIXES),
        )
        .map(([team, suffix]) => `${team}-${suffix}`),
    );
    fc.assert(
      fc.property(fc.array(hostile), roles => {
        const { groups, dropped } = mapRolesToGroups(roles);
        for (const group of groups) {
          const name = group.replace(/^group:default\//, '');
          expect(isGroupName(name)).toBe(true);
          expect(
            DEFAULT_ROLE_SUFFIXES.some(s => roles.includes(`${name}-${s}`)),
          ).toBe(true);
        }
        expect(groups.length + dropped.length).toBeLessThanOrEqual(
          roles.length,
        );
        expect(mapRolesToGroups([...roles].reverse()).groups).toEqual(groups);
      }),
    );
  });
});
