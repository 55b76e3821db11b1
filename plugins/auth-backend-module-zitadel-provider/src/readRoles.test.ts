import { DEFAULT_ROLE_SUFFIXES } from '@internal/plugin-tenancy-common';
import fc from 'fast-check';
import { readRoles } from './readRoles';
import { resolveIdentity } from './resolveIdentity';

const CLAIM = 'urn:zitadel:iam:org:project:roles';
const config = (organizationIds?: string[]) => ({
  userNamespace: 'default',
  roleClaims: { claim: CLAIM, organizationIds },
  groups: {
    suffixes: [...DEFAULT_ROLE_SUFFIXES],
    groupNamespace: 'default',
    groupPrefix: '',
  },
  maxRoles: 200,
});
const groupsOf = (claim: unknown, organizationIds?: string[]) =>
  resolveIdentity(
    { sub: '1', [CLAIM]: claim },
    config(organizationIds),
  ).groups.map(ref => ref.replace('group:default/', ''));
const grant = (...roles: string[]) =>
  Object.fromEntries(roles.map(role => [role, { '100': 'a.example' }]));

/** As it comes from the wire: own keys, `__proto__` among them. */
const parsed = (json: string) => JSON.parse(json);

describe('readRoles', () => {
  // The table of docs/identity-zitadel.md, row by row.
  it.each<[string, unknown, string[]]>([
    ['no claim', undefined, []],
    ['null', null, []],
    ['an empty object', {}, []],
    ['one suffix taken off the end', grant('team-a-b-developer'), ['team-a-b']],
    ['two suffixes', grant('team-a-developer-admin'), ['team-a-developer']],
    ['no suffix', grant('team-a', 'admin', '-admin'), []],
    [
      'a path',
      grant('../team-a-admin', 'a/../b-admin', '..-admin', 'a..b-admin'),
      [],
    ],
    ['an encoded path', grant('%2e%2e%2fteam-a-admin', 'team%2da-admin'), []],
    ['mixed case', grant('Team-A-admin', 'TEAM-A-ADMIN', 'team-a-Admin'), []],
    [
      'blanks',
      grant(
        ' team-a-admin',
        'team-a-admin ',
        'team-a-admin\n',
        'team-a\u0000-admin',
      ),
      [],
    ],
    // A Cyrillic а, a fullwidth а, a dotless ı, a hyphen that is none, an invisible one.
    [
      'look-alikes',
      grant(
        'te\u0430m-a-admin',
        'te\uff41m-a-admin',
        'team-\u0131-admin',
        'team\u2010a-admin',
        'team-a\u200b-admin',
        'team\u00ada-admin',
      ),
      [],
    ],
    [
      'an entity ref',
      grant('group:default/team-a-admin', 'default/team-a-admin'),
      [],
    ],
    [
      'keys of prototypes',
      parsed('{"__proto__":{"100":"x"},"__proto__-admin":{},"constructor":{}}'),
      [],
    ],
    [
      'a team that is called constructor',
      grant('constructor-admin'),
      ['constructor'],
    ],
    ['a huge role', grant(`${'a'.repeat(1_000_000)}-admin`), []],
    ['a name longer than a label', grant(`${'a'.repeat(64)}-admin`), []],
    ['a list', ['team-a-admin', 7, null, {}, ['team-b-admin']], ['team-a']],
    [
      'grants of any type',
      { 'team-a-admin': 'x', 'team-b-admin': null },
      ['team-a', 'team-b'],
    ],
  ])('should make of %s what it is', (_name, claim, groups) => {
    expect(groupsOf(claim)).toEqual(groups);
  });

  it.each([
    ['text', 'team-a-admin'],
    ['a number', 1],
    ['true', true],
  ])('should refuse a claim that is %s', (_name, claim) => {
    expect(() => groupsOf(claim)).toThrow('[unusable-roles]');
  });

  it('should count the grants of the organisations that may grant', () => {
    const claim = {
      'team-a-admin': { '100': 'a.example' },
      'team-b-admin': { '101': 'b.example', '100': 'a.example' },
      'platform-engineering-owner': { '666': 'a.example' },
      'team-c-admin': parsed('{"__proto__":{"100":"a.example"}}'),
      'team-d-admin': '100',
      'team-e-admin': ['100'],
    };
    expect(groupsOf(claim, ['100'])).toEqual(['team-a', 'team-b']);
    expect(groupsOf(claim, ['101'])).toEqual(['team-b']);
    // A list does not say who granted what.
    expect(() => groupsOf(['team-a-admin'], ['100'])).toThrow("'all'");
  });

  it('should refuse more roles than a person has, before it looks at them', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => `t${i}-admin`);
    expect(() => groupsOf(many)).toThrow('100000 roles');
    expect(() => groupsOf(grant(...many))).toThrow('[unusable-roles]');
  });

  const hostile = fc.oneof(
    fc.string(),
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc
      .tuple(
        fc.constantFrom(
          '',
          '../',
          'team-a',
          'Team-A',
          '__proto__',
          'te\u0430m',
          '.',
          '-',
          '%2e',
          'a'.repeat(63),
        ),
        fc.constantFrom('', '-', '--', '/', '\u2010', '\u0000'),
        fc.constantFrom(...DEFAULT_ROLE_SUFFIXES, 'Admin', 'admin\n', ''),
      )
      .map(parts => parts.join('')),
  );

  it('should never make a group of anything but the team that a role spells out', () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 20 }), roles => {
        const groups = groupsOf(roles);
        for (const group of groups) {
          expect(group).toMatch(/^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/);
          // No group without a role that is, letter by letter, the team and a suffix.
          const spelled = DEFAULT_ROLE_SUFFIXES.map(s => `${group}-${s}`);
          expect(roles.some(role => spelled.includes(role))).toBe(true);
        }
        // Neither order, nor repetition, nor the form of the claim matters.
        expect(groupsOf([...roles, ...roles].reverse())).toEqual(groups);
        expect(groupsOf(Object.fromEntries(roles.map(r => [r, {}])))).toEqual(
          groups,
        );
        // One role more never takes a group away, nor gives one to another role.
        expect(groupsOf([...roles, '../x'])).toEqual(groups);
      }),
      { numRuns: 1_000 },
    );
  });

  it('should read or refuse whatever comes, and count no grant of a stranger', () => {
    const refusals = new Set<string>();
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.dictionary(hostile, fc.anything())),
        claim => {
          const read = (organizationIds?: string[]) => {
            try {
              return readRoles(
                { [CLAIM]: claim },
                { claim: CLAIM, organizationIds },
              );
            } catch (error) {
              refusals.add((error as Error).name);
              return [];
            }
          };
          const all = read();
          for (const role of read(['100'])) expect(all).toContain(role);
        },
      ),
      { numRuns: 1_000 },
    );
    expect([...refusals]).toEqual(['NotAllowedError']);
  });
});
