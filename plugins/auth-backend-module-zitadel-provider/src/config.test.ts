import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { readZitadelConfig } from './config';
import { readSignInConfig } from './readSignInConfig';

const GOOD: JsonObject = {
  issuer: 'https://id.example.com',
  clientId: 'portal',
  clientSecret: 'secret',
  roles: { organizationIds: 'all' },
};
const read = (config: JsonObject = {}) =>
  readZitadelConfig('test', new ConfigReader({ ...GOOD, ...config }));

describe('readZitadelConfig', () => {
  it('should default to what works and is safe', () => {
    const { oidc, ...config } = read({ prompt: 'login' });
    expect(config).toMatchObject({
      issuer: 'https://id.example.com',
      roleClaims: { claim: 'urn:zitadel:iam:org:project:roles' },
      requirement: { amr: [], acr: [] },
      sessionDurationMs: 12 * 3_600_000,
      maxRoles: 200,
    });
    expect(oidc.get()).toMatchObject({
      metadataUrl: 'https://id.example.com/.well-known/openid-configuration',
      prompt: 'login',
      sessionDuration: { milliseconds: 12 * 3_600_000 },
    });
    expect(read().oidc.getString('prompt')).toBe('auto');
  });

  it.each<[JsonObject, RegExp]>([
    [{ issuer: 'http://id.example.com' }, /https/],
    [{ issuer: 'http://localhost.example.com' }, /https/],
    [{ metadataUrl: 'http://id.example.com' }, /https/],
    [{ signIn: { resolvers: [] } }, /signIn/],
    [{ projectId: '../x' }, /projectId/],
    [{ roles: { ...(GOOD.roles as {}), suffixes: ['Admin'] } }, /suffixes/],
    [{ groups: { prefix: '../' } }, /prefix/],
    [{ groups: { namespace: 'a/b' } }, /namespace/],
    [{ roles: { ...(GOOD.roles as {}), max: 0 } }, /roles\.max is 0/],
    [{ sessionDuration: { hours: 25 } }, /at most 24 hours/],
    [{ sessionDuration: { hours: 0 } }, /longer than nothing/],
    [{ requireAuthentication: {} }, /requires nothing/],
    [{ requireAuthentication: { amr: [] } }, /at least one/],
    [{ requireAuthentication: { amr: ['m fa'] } }, /without blanks/],
    [{ roles: { organizationIds: ['*'] } }, /organizationIds has '\*'/],
  ])('should refuse %p', (config, message) => {
    expect(() => read(config)).toThrow(message);
  });
});

describe('readSignInConfig', () => {
  const SECRET = 'x'.repeat(32);
  const root = (provider: JsonObject, auth: JsonObject = {}) =>
    readSignInConfig(
      new ConfigReader({
        auth: {
          session: { secret: SECRET },
          ...auth,
          providers: { zitadel: { production: provider } },
        },
      }),
    );
  const without = (key: string) => {
    const { [key]: _, ...rest } = GOOD;
    return rest;
  };

  it('should read every environment, and nothing without the provider', () => {
    expect([...root(GOOD)!.environments.keys()]).toEqual(['production']);
    expect(readSignInConfig(new ConfigReader({}))).toBeUndefined();
    expect(
      root(GOOD, { backstageTokenExpiration: { hours: 1 } })?.sessionSecret,
    ).toBe(SECRET);
  });

  it.each<[string, JsonObject, JsonObject]>([
    ['AUTH_SESSION_SECRET', GOOD, { session: {} }],
    ['AUTH_SESSION_SECRET', GOOD, { session: { secret: 'x'.repeat(31) } }],
    ['OIDC_ISSUER', without('issuer'), {}],
    ['OIDC_CLIENT_ID', without('clientId'), {}],
    ['OIDC_CLIENT_SECRET', without('clientSecret'), {}],
    ['OIDC_ORGANIZATION_IDS', without('roles'), {}],
  ])(
    'should stop the start with one line that names %s',
    (variable, provider, auth) => {
      const attempt = () => root(provider, auth);
      expect(attempt).toThrow(new RegExp(`^auth\\..*\\(set ${variable}\\b.*$`));
    },
  );

  it('should not start where another way in could issue the same people', () => {
    const start = (saml: JsonObject) =>
      readSignInConfig(
        new ConfigReader({
          auth: {
            session: { secret: SECRET },
            providers: { zitadel: { production: GOOD }, saml },
          },
        }),
      );
    expect(start({})).toBeDefined();
    expect(() => root({ ...GOOD, userNamespace: 'A' })).toThrow(
      'lower case letters',
    );
    expect(() => start({ userNamespace: 'default' })).toThrow(
      'two people could become one user',
    );
  });

  it('should not start with portal tokens that live for longer than an hour', () => {
    for (const duration of [{ minutes: 61 }, '24h', 'P1D']) {
      expect(() => root(GOOD, { backstageTokenExpiration: duration })).toThrow(
        'longer than an hour',
      );
    }
  });
});
