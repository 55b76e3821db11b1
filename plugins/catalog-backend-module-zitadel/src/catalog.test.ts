import { TestDatabases } from '@backstage/backend-test-utils';
import {
  IdentityServer,
  ORGANISATION,
  people,
  PROJECT_ID,
  startIdentityServer,
} from '@internal/sandbox';
import { TestCatalog } from './__testUtils__/TestCatalog';

jest.setTimeout(60_000);

const ALICE = 'user:default/300000000000000001';
const BOB = 'user:default/300000000000000003';
const TEAM_A = 'group:default/team-a';

/** From people at the identity provider to entities that others see, in the real catalog. */
describe('people and teams in the catalog', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });
  let server: IdentityServer;
  let catalog: TestCatalog;

  beforeEach(async () => {
    jest.spyOn(console, 'info').mockImplementation();
    jest.spyOn(console, 'warn').mockImplementation();
    server = await startIdentityServer({
      host: '127.0.0.1',
      port: 0,
      people: [...people],
      portalUrls: ['http://localhost:7007'],
    });
  });
  afterEach(async () => {
    await catalog.stop();
    await server.close();
  });

  const expectSoon = async (read: () => Promise<unknown>, wanted: unknown) =>
    expect(await catalog.settle(read, wanted)).toEqual(wanted);
  /** `url` for Git, `zitadel` for the provider. */
  const originOf = async (ref: string) =>
    (await catalog.entity(ref))?.metadata.annotations?.[
      'backstage.io/managed-by-origin-location'
    ].split(':')[0];

  it('should come from Git without a token, then from the provider, and survive its absence', async () => {
    const knex = await databases.init('POSTGRES_18');
    const common = {
      issuer: server.issuer,
      projectId: PROJECT_ID,
      roles: { organizationIds: ORGANISATION.id },
    };
    catalog = await TestCatalog.start({
      knex,
      file: 'catalog-info.yaml',
      provider: common,
    });
    const memberOf = (ref: string) => () => catalog.related(ref, 'memberOf');
    await expectSoon(memberOf(ALICE), [TEAM_A]);
    expect(await originOf(ALICE)).toBe('url');
    await expectSoon(
      () => catalog.related(TEAM_A, 'childOf'),
      ['group:default/product'],
    );
    await catalog.stop();

    // The same database, as after a change of the configuration.
    catalog = await TestCatalog.start({
      knex,
      file: 'catalog-without-people.yaml',
      provider: { ...common, token: server.serviceToken },
    });
    await expectSoon(async () => {
      await catalog.sync();
      return originOf(ALICE);
    }, 'zitadel');
    await expectSoon(memberOf(ALICE), [TEAM_A]);
    // Departments are Git's, teams the provider's; the catalog puts them together.
    await expectSoon(
      () => catalog.related(TEAM_A, 'childOf'),
      ['group:default/product'],
    );
    // The repository's locations are taken over as well, one after the other.
    await expectSoon(() => originOf('group:default/product'), 'url');
    await expectSoon(
      () => catalog.related('group:default/product', 'childOf'),
      ['group:default/shop'],
    );
    await expectSoon(
      () => catalog.related('component:default/cart', 'ownedBy'),
      [TEAM_A],
    );

    // Changes, and somebody who left.
    server.directory.setRoles('alice', ['team-a-b-viewer', 'team-b-admin']);
    server.directory.remove('bob');
    await catalog.sync();
    await expectSoon(memberOf(ALICE), [
      'group:default/team-a-b',
      'group:default/team-b',
    ]);
    await expectSoon(() => catalog.entity(BOB), undefined);

    // Nothing is lost while the provider is away.
    await server.close();
    const before = await catalog.status();
    expect(before).toMatchObject({ stale: false, failures: 0 });
    await catalog.sync();
    expect(await catalog.status()).toEqual({ ...before, failures: 1 });
    expect(await catalog.related(ALICE, 'memberOf')).toHaveLength(2);
    expect(await catalog.entity(TEAM_A)).toBeDefined();
  });
});
