import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  catalogProcessingExtensionPoint,
  EntityProvider,
} from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { ConfigReader } from '@backstage/config';
import { generateKeyPairSync } from 'node:crypto';
import { readZitadelProviderConfigs } from './config';
import { catalogModuleZitadel } from './module';

const MAIN = {
  issuer: 'https://id.example',
  projectId: '200',
  token: 'pat',
  roles: { organizationIds: 'all' },
};
const SIGN_IN = {
  environment: 'production',
  providers: {
    zitadel: {
      production: {
        issuer: 'https://id.example',
        projectId: '200',
        userNamespace: 'people',
        roles: { suffixes: ['lead'], organizationIds: ['100'], max: 7 },
        groups: { namespace: 'teams', prefix: 'z-' },
      },
    },
  },
};
const parse = (main: object, auth: object = {}) =>
  readZitadelProviderConfigs(
    new ConfigReader({
      auth,
      catalog: { providers: { zitadel: { main } } },
    } as never),
  )[0];

describe('catalogModuleZitadel', () => {
  it('should add a provider for each entry, scheduled once it is connected', async () => {
    const providers: EntityProvider[] = [];
    const scheduler = mockServices.scheduler.mock();
    const logger = mockServices.logger.mock();
    const backend = await startTestBackend({
      extensionPoints: [
        [
          catalogProcessingExtensionPoint,
          {
            addEntityProvider: (p: EntityProvider) => providers.push(p),
          } as never,
        ],
      ],
      features: [
        catalogModuleZitadel,
        scheduler.factory,
        logger.factory,
        mockServices.httpAuth.factory({
          defaultCredentials: mockCredentials.none(),
        }),
        catalogServiceMock.factory(),
        mockServices.rootConfig.factory({
          data: {
            catalog: {
              providers: {
                zitadel: { main: MAIN, other: MAIN, off: { projectId: '200' } },
              },
            },
          },
        }),
      ],
    });
    expect(providers.map(p => p.getProviderName())).toEqual([
      'ZitadelEntityProvider:main',
      'ZitadelEntityProvider:other',
    ]);
    expect(scheduler.scheduleTask).not.toHaveBeenCalled();
    await providers[0].connect({} as never);
    expect(scheduler.scheduleTask).toHaveBeenCalledWith(
      expect.objectContaining({
        id: 'zitadel-sync-main',
        frequency: { minutes: 5 },
      }),
    );
    // The one without credentials is off, and says so in a line.
    expect(logger.info.mock.calls.map(([text]) => text)).toEqual([
      expect.stringMatching(
        /not synchronised.*zitadel\.off.*OIDC_SERVICE_TOKEN/,
      ),
    ]);

    const status = async (header?: string) => {
      const response = await fetch(
        `http://127.0.0.1:${backend.server.port()}/api/catalog/zitadel/status`,
        { headers: header ? { authorization: header } : {} },
      );
      return { status: response.status, body: await response.json() };
    };
    expect((await status()).status).toBe(401);
    expect(await status(mockCredentials.user.header())).toEqual({
      status: 200,
      body: {
        providers: {
          main: { stale: false, failures: 0 },
          other: { stale: false, failures: 0 },
        },
      },
    });
    await backend.stop();
  });
});

describe('readZitadelProviderConfigs', () => {
  it('should do nothing without an entry, and map as sign-in does', () => {
    expect(readZitadelProviderConfigs(new ConfigReader({}))).toEqual([]);
    const { issuer, mapping, client } = parse({ token: 'pat' }, SIGN_IN);
    expect(issuer).toBe('https://id.example');
    expect(mapping).toMatchObject({
      projectId: '200',
      userNamespace: 'people',
      suffixes: ['lead'],
      groupNamespace: 'teams',
      groupPrefix: 'z-',
      maxRoles: 7,
    });
    expect(client.grantOrganizationIds).toEqual(['100']);
  });

  it("should read ZITADEL's key file and keep the key out of errors", () => {
    const pem = generateKeyPairSync('rsa', { modulusLength: 2048 })
      .privateKey.export({ type: 'pkcs1', format: 'pem' })
      .toString();
    const key = { type: 'serviceaccount', keyId: '7', key: pem, userId: '4' };
    const keyed = { ...MAIN, token: undefined, serviceUserKey: key };
    expect(parse(keyed).credentials).toMatchObject({ type: 'key', keyId: '7' });
    const broken = { ...key, key: pem.replace('MII', 'XXX') };
    expect(() => parse({ ...keyed, serviceUserKey: broken })).toThrow(
      /^catalog\.providers\.zitadel\.main\.serviceUserKey\.key must be an RSA key in PEM$/,
    );
  });

  it.each([
    [{ issuer: 'http://id.example' }, 'https url'],
    [{ issuer: undefined }, 'issuer is missing'],
    [{ projectId: undefined }, 'projectId is missing'],
    [{ projectId: '../1' }, 'ids are numbers'],
    [{ organizationIds: ['x'] }, 'ids are numbers'],
    [{ roles: undefined }, "organizationIds is missing; .* or 'all'"],
    [{ serviceUserKey: { keyId: '7' } }, 'both token and serviceUserKey'],
    [{ grantsApi: 'v3' }, 'v1 or v2'],
    [{ pageSize: 0 }, 'from 1 to 1000'],
    [{ pageSize: 1001 }, 'from 1 to 1000'],
    [{ maxShrink: 1.1 }, 'from 0 to 1'],
    [{ groups: { prefix: 'A' } }, 'lower case'],
    [{ groups: { parents: { 'team-a': '../x' } } }, 'names of groups'],
    [{ groups: { parents: { 'team-a': 'team-a' } } }, 'into itself'],
    [{ groups: { parents: { a: 'b', b: 'c', c: 'a' } } }, 'into itself'],
    [{ groups: { parents: ['a'] } }, 'must be an object'],
  ])('should refuse %j', (change, rule) => {
    expect(() => parse({ ...MAIN, ...change })).toThrow(new RegExp(rule));
  });
});
