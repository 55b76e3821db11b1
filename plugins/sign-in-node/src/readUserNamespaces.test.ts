import { ConfigReader } from '@backstage/config';
import { readUserNamespaces } from './readUserNamespaces';

const read = (providers?: object) =>
  Object.fromEntries(
    readUserNamespaces(
      new ConfigReader(providers ? ({ auth: { providers } } as never) : {}),
    ),
  );

describe('readUserNamespaces', () => {
  it('should read providers with and without environments', () => {
    expect(read()).toEqual({ accessKeys: 'access-key' });
    expect(
      read({
        zitadel: { production: { issuer: 'https://id' } },
        saml: { idpIssuer: 'x' },
        ldap: { userNamespace: 'people' },
        github: { a: {}, b: { userNamespace: 'hub-b' } },
        accessKeys: {},
      }),
    ).toEqual({
      'zitadel.production': 'default',
      saml: 'saml',
      ldap: 'people',
      'github.a': 'github',
      'github.b': 'hub-b',
      accessKeys: 'access-key',
    });
  });

  it.each([
    [
      { zitadel: { p: {} }, ldap: { userNamespace: 'default' } },
      /ldap and .*zitadel.p both/,
    ],
    [{ zitadel: { a: {}, b: {} } }, /zitadel.b and .*zitadel.a both/],
    [{ saml: { userNamespace: 'access-key' } }, /accessKeys and .*saml both/],
    [
      {
        accessKeys: { userNamespace: 'default' },
        saml: { userNamespace: 'access-key' },
      },
      /both/,
    ],
    [{ guest: {} }, /guest is not a provider/],
    [{ guest: { development: {} } }, /guest.development is not a provider/],
    [{ okta: { p: {} } }, /okta.p is not a provider/],
  ])('should not start with %j', (providers, message) => {
    expect(() => read(providers)).toThrow(message);
  });
});
