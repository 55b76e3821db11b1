import fc from 'fast-check';
import {
  AccessScope,
  isAccessKeyRef,
  readAccessScope,
  readCaller,
  scopeHasNamespace,
  toAccessKeyRef,
  toScopeClaims,
} from './accessScope';
import { decideNamespace } from './decideNamespace';

const scope: AccessScope = {
  owner: 'group:default/team-a',
  permissions: ['rca.investigate', 'catalog.entity.read'],
  namespaces: [{ cluster: 'sandbox', namespace: 'team-a-prod' }],
};

describe('access scope', () => {
  it('should read back what was written, and hold no group', () => {
    const claims = toScopeClaims(scope);
    expect(readAccessScope([toAccessKeyRef('1'), ...claims])).toEqual(scope);
    expect(claims.some(claim => /^(group|user):/.test(claim))).toBe(false);
    expect(isAccessKeyRef('user:access-key/1')).toBe(true);
    expect(isAccessKeyRef('user:default/access-key')).toBe(false);
    expect(isAccessKeyRef('user:access-keys/1')).toBe(false);
  });

  it.each([
    [
      'a group among the claims',
      [...toScopeClaims(scope), 'group:default/team-b'],
    ],
    [
      'two owners',
      [...toScopeClaims(scope), 'access-key-owner:default/team-b'],
    ],
    ['nothing', []],
    ['no owner', ['access-key-permission:default/rca.investigate']],
    ['an owner in upper case', ['access-key-owner:default/Team-A']],
    ['another kind', [...toScopeClaims(scope), 'access-key-admin:default/x']],
    [
      'a permission elsewhere',
      [...toScopeClaims(scope), 'access-key-permission:other/x'],
    ],
  ])('should be nothing with %s', (_name, claims) => {
    expect(readAccessScope(claims)).toBeUndefined();
  });

  it('should compare namespaces whole, with their cluster', () => {
    expect(
      scopeHasNamespace(scope.namespaces, {
        cluster: 'sandbox',
        namespace: 'team-a-prod',
      }),
    ).toBe(true);
    for (const other of [
      { cluster: 'other', namespace: 'team-a-prod' },
      { cluster: 'sandbox', namespace: 'team-a-prod-2' },
      { cluster: 'sandbox', namespace: 'team-a' },
      { cluster: 'sandbox/team-a-prod', namespace: '' },
    ]) {
      expect(scopeHasNamespace(scope.namespaces, other)).toBe(false);
    }
  });

  it('should count a key as its owner, a person as themselves, and a revoked key as nobody', () => {
    const key = toAccessKeyRef('1');
    const read = (userEntityRef: string, ...ownershipEntityRefs: string[]) =>
      readCaller({ userEntityRef, ownershipEntityRefs });
    expect(read(key, key, ...toScopeClaims(scope))).toEqual({
      ownershipEntityRefs: [key, 'group:default/team-a'],
      scope,
    });
    expect(read(key, key)).toBeUndefined();
    expect(read(key, key, 'group:default/team-a')).toBeUndefined();
    // A person gets nothing from claims that only keys have.
    expect(read('user:default/1', ...toScopeClaims(scope))).toEqual({
      ownershipEntityRefs: toScopeClaims(scope),
    });
  });

  it('should only ever narrow what the owner may read', () => {
    const namespace = { cluster: 'c', namespace: 'n' };
    const groups = ['group:default/a', 'group:default/b'];
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...groups)),
        fc.uniqueArray(fc.constantFrom(...groups)),
        fc.boolean(),
        fc.boolean(),
        (held, owners, shared, inScope) => {
          const decide = (within?: (typeof namespace)[]) =>
            decideNamespace({
              namespace,
              caller: { type: 'user', ownershipEntityRefs: held, within },
              knowledge: {
                state: 'present',
                claims: owners.map(group => ({ source: 'label', group })),
                shared,
              },
              platformGroups: [],
            });
          expect(decide(inScope ? [namespace] : [])).toEqual(
            inScope
              ? decide()
              : { result: 'deny', namespace, reason: 'out-of-scope' },
          );
        },
      ),
    );
  });

  it('should write nothing that reads as more', () => {
    const name = fc.oneof(
      fc.constantFrom('a', 'team-a', 'a/b', 'x access-key-owner:default/b', ''),
      fc.string(),
    );
    fc.assert(
      fc.property(
        name,
        fc.array(name),
        fc.array(fc.record({ cluster: name, namespace: name })),
        (owner, permissions, namespaces) => {
          const wanted = {
            owner: `group:default/${owner}`,
            permissions,
            namespaces,
          };
          let claims: string[];
          try {
            claims = toScopeClaims(wanted);
          } catch {
            return;
          }
          expect(readAccessScope(claims)).toEqual(wanted);
        },
      ),
    );
  });
});
