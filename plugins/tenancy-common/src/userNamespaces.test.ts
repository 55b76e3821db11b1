import fc from 'fast-check';
import { assignUserNamespaces, IdentitySource } from './userNamespaces';
import { toUserRef } from './userRefs';

const source = (
  provider: string,
  userNamespace?: string,
  label = provider,
): IdentitySource => ({ provider, label, userNamespace });

describe('assignUserNamespaces', () => {
  it('should give each provider a namespace of its own by default', () => {
    expect(
      Object.fromEntries(
        assignUserNamespaces(
          [
            'zitadel',
            'saml',
            'ldap',
            'microsoft',
            'github',
            'google',
            'accessKeys',
          ].map(provider => source(provider)),
        ),
      ),
    ).toEqual({
      zitadel: 'default',
      saml: 'saml',
      ldap: 'ldap',
      microsoft: 'microsoft',
      github: 'github',
      google: 'google',
      accessKeys: 'access-key',
    });
    // Without ZITADEL somebody else may have the short names.
    expect(assignUserNamespaces([source('saml', 'default')]).get('saml')).toBe(
      'default',
    );
  });

  it.each([
    [
      'two in one namespace',
      [source('zitadel'), source('saml', 'default')],
      /two people could become one/,
    ],
    [
      'two environments in one namespace',
      [
        source('zitadel', undefined, 'zitadel.a'),
        source('zitadel', undefined, 'zitadel.b'),
      ],
      /two people/,
    ],
    [
      'one among the keys',
      [source('ldap', 'access-key'), source('accessKeys')],
      /two people/,
    ],
    ['guests', [source('guest')], /not a provider/],
    ['a name objects have', [source('constructor')], /not a provider/],
    ['upper case', [source('saml', 'Default')], /lower case/],
    ['a path', [source('saml', '../default')], /lower case/],
  ])('should refuse %s', (_name, sources, message) => {
    expect(() => assignUserNamespaces(sources)).toThrow(message);
  });

  it('should never let two sources issue the same user', () => {
    const ids = fc.oneof(
      fc.constantFrom('alice', '1', 'saml', 'a/b', 'ALICE', 'saml/alice'),
      fc.string(),
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.record({
            provider: fc.constantFrom('zitadel', 'saml', 'ldap', 'github'),
            userNamespace: fc.option(
              fc.constantFrom('default', 'saml', 'ldap', 'people'),
              { nil: undefined },
            ),
          }),
          { selector: ({ provider }) => provider, minLength: 2 },
        ),
        ids,
        ids,
        (providers, one, other) => {
          let assigned;
          try {
            assigned = assignUserNamespaces(
              providers.map(p => ({ ...p, label: p.provider })),
            );
          } catch {
            return;
          }
          const [first, second] = [...assigned.values()];
          const ref = toUserRef(one, { userNamespace: first });
          expect(
            ref !== undefined &&
              ref === toUserRef(other, { userNamespace: second }),
          ).toBe(false);
        },
      ),
    );
  });
});
