import fc from 'fast-check';
import {
  decideNamespace,
  OwnershipClaim,
  ownershipOf,
} from './decideNamespace';
import { isGroupName, isNamespaceName, toGroupRef } from './groupRefs';

const GROUPS = ['team-a', 'team-a-b', 'team-b', 'platform-engineering'].map(
  name => `group:default/${name}`,
);
const [TEAM_A, TEAM_A_B, TEAM_B, PLATFORM] = GROUPS;

const decide = (options: {
  held?: string[];
  claims?: OwnershipClaim[];
  shared?: boolean;
  namespace?: string;
  platformGroups?: string[];
}) =>
  decideNamespace({
    namespace: {
      cluster: 'c',
      namespace: options.namespace ?? 'team-a-b-prod',
    },
    caller: { type: 'user', ownershipEntityRefs: options.held ?? [] },
    knowledge: {
      state: 'present',
      claims: options.claims ?? [],
      shared: options.shared ?? false,
    },
    platformGroups: options.platformGroups ?? [PLATFORM],
  });
const label = (group: string): OwnershipClaim => ({ source: 'label', group });
const config = (group: string): OwnershipClaim => ({ source: 'config', group });

describe('decideNamespace', () => {
  it.each<[string, Parameters<typeof decide>[0], string]>([
    ['owner', { held: [TEAM_A_B], claims: [label(TEAM_A_B)] }, 'owner'],
    [
      'the prefix trap',
      { held: [TEAM_A], claims: [label(TEAM_A_B)] },
      'not-owner',
    ],
    ['platform', { held: [PLATFORM], claims: [label(TEAM_A)] }, 'platform'],
    ['platform, but nobody owns it', { held: [PLATFORM] }, 'unowned-namespace'],
    ['nobody owns it', { held: [TEAM_A] }, 'unowned-namespace'],
    ['shared', { held: [], claims: [label(PLATFORM)], shared: true }, 'shared'],
    [
      'shared and mine',
      { held: [TEAM_A], claims: [label(TEAM_A)], shared: true },
      'owner',
    ],
    [
      'both sources agree',
      { held: [TEAM_A], claims: [label(TEAM_A), config(TEAM_A)] },
      'owner',
    ],
    [
      'the sources differ, for the one',
      { held: [TEAM_A], claims: [label(TEAM_A), config(TEAM_B)] },
      'ownership-conflict',
    ],
    [
      'the sources differ, for the platform',
      {
        held: [PLATFORM],
        claims: [label(TEAM_A), config(TEAM_B)],
        shared: true,
      },
      'ownership-conflict',
    ],
    ['a path', { namespace: '..', held: GROUPS }, 'invalid-namespace'],
    ['an empty name', { namespace: '', held: GROUPS }, 'invalid-namespace'],
    ['upper case', { namespace: 'Team-A', held: GROUPS }, 'invalid-namespace'],
  ])('should decide: %s', (_name, options, expected) => {
    const decision = decide(options);
    expect(
      decision.result === 'allow' ? decision.grant.access : decision.reason,
    ).toBe(expected);
  });

  it('should deny whatever cannot be told, with the most basic reason first', () => {
    const namespace = { cluster: 'c', namespace: 'a' };
    const knowledge = {
      state: 'present',
      claims: [label(TEAM_A)],
      shared: true,
    } as const;
    const user = { type: 'user', ownershipEntityRefs: [TEAM_A] } as const;
    const reasonOf = (o: Partial<Parameters<typeof decideNamespace>[0]>) => {
      const decision = decideNamespace({
        namespace,
        caller: user,
        knowledge,
        platformGroups: [PLATFORM],
        ...o,
      });
      return decision.result === 'deny' ? decision.reason : 'allowed';
    };
    expect(reasonOf({})).toBe('allowed');
    expect(reasonOf({ caller: { type: 'other' } })).toBe('not-a-user');
    expect(reasonOf({ caller: { type: 'unresolved-user' } })).toBe(
      'identity-unavailable',
    );
    expect(reasonOf({ knowledge: { state: 'unavailable' } })).toBe(
      'namespace-index-unavailable',
    );
    expect(reasonOf({ knowledge: { state: 'unknown-cluster' } })).toBe(
      'unknown-cluster',
    );
    expect(reasonOf({ knowledge: { state: 'absent' } })).toBe(
      'unknown-namespace',
    );
  });

  const refs = fc.uniqueArray(fc.constantFrom(...GROUPS));
  const claims = fc.array(
    fc.record({
      source: fc.constantFrom('label' as const, 'config' as const),
      group: fc.option(fc.constantFrom(...GROUPS), {
        nil: undefined,
        freq: 10,
      }),
    }),
    { maxLength: 4 },
  );
  const reversed = <T>(list: T[]) => [...list].reverse();

  it('should not depend on the order of anything', () => {
    fc.assert(
      fc.property(
        refs,
        claims,
        refs,
        fc.boolean(),
        (held, c, platform, shared) => {
          expect(
            decide({
              held: reversed(held),
              claims: reversed(c),
              platformGroups: reversed(platform),
              shared,
            }),
          ).toEqual(
            decide({ held, claims: c, platformGroups: platform, shared }),
          );
        },
      ),
    );
  });

  it('should never open a namespace of others by one more claim or one group less', () => {
    fc.assert(
      fc.property(
        refs,
        claims,
        claims,
        fc.boolean(),
        (held, some, more, shared) => {
          const before = decide({ held, claims: some, shared });
          const after = decide({ held, claims: [...some, ...more], shared });
          const fewer = decide({ held: held.slice(1), claims: some, shared });
          const denied = before.result === 'deny';
          expect(denied && some.length > 0 && after.result === 'allow').toBe(
            false,
          );
          expect(denied && fewer.result === 'allow').toBe(false);
          // Whoever gets in holds the owner, or the platform group, or it is shared.
          expect(
            denied ||
              before.grant.access === 'shared' ||
              held.includes(before.grant.via!),
          ).toBe(true);
        },
      ),
    );
  });
});

describe('decideNamespace about what cannot be told', () => {
  const states = ['unknown-cluster', 'unavailable', 'absent'] as const;

  it('should deny whoever asks, whatever was known before', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...GROUPS)),
        fc.constantFrom(...states),
        (held, state) => {
          const { result } = decideNamespace({
            namespace: { cluster: 'c', namespace: 'a' },
            caller: { type: 'user', ownershipEntityRefs: held },
            knowledge: { state },
            platformGroups: held,
          });
          expect(result).toBe('deny');
        },
      ),
    );
  });
});

describe('ownershipOf', () => {
  it('should say who owns it and by which sources, or why nobody does', () => {
    const nobody: OwnershipClaim = { source: 'label' };
    expect(ownershipOf([])).toEqual({ state: 'unowned' });
    expect(ownershipOf([label(TEAM_A)])).toEqual({
      state: 'owned',
      owner: TEAM_A,
      source: 'label',
    });
    expect(ownershipOf([config(TEAM_A), config(TEAM_A)])).toMatchObject({
      source: 'config',
    });
    expect(ownershipOf([config(TEAM_A), label(TEAM_A)])).toMatchObject({
      source: 'both',
    });
    expect(ownershipOf([label(TEAM_A), config(TEAM_B)]).state).toBe('conflict');
    expect(ownershipOf([nobody]).state).toBe('invalid');
    expect(ownershipOf([config(TEAM_A), nobody]).state).toBe('invalid');
  });
});

describe('toGroupRef', () => {
  it('should read names and refs and repair nothing', () => {
    expect(toGroupRef('team-a')).toBe('group:default/team-a');
    expect(toGroupRef('team-a', { defaultNamespace: 'org' })).toBe(
      'group:org/team-a',
    );
    expect(toGroupRef('group:org/team.a_1')).toBe('group:org/team.a_1');
    for (const text of [
      '',
      ' team-a',
      'Team-A',
      'team-а', // Cyrillic а
      '../team-a',
      'a..b',
      'user:default/team-a',
      'group:default/',
      'group:../team-a',
      'group:a/b/c',
      'default/team-a',
      'x'.repeat(64),
    ]) {
      expect([text, toGroupRef(text)]).toEqual([text, undefined]);
    }
  });

  it('should only ever give refs that parse back to the same parts', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const ref = toGroupRef(text);
        if (ref === undefined) return;
        const [, namespace, name] = /^group:(.*)\/(.*)$/.exec(ref)!;
        expect([isNamespaceName(namespace), isGroupName(name)]).toEqual([
          true,
          true,
        ]);
        expect(ref).toBe(ref.toLowerCase());
      }),
    );
  });
});
