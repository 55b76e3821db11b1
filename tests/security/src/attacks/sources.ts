import { expect, Suite } from '../support/Suite';
import { hostileReads } from '../world/hostileEntities';
import { World } from '../world/World';
import { expectRefused } from './hostile';

/** What descriptors make the portal read with its own Git account. */
export async function testSources(suite: Suite, world: World): Promise<void> {
  suite.begin('Descriptors that read');
  const petra = world.as('petra');
  const { json: entities } = await petra.get('/api/catalog/entities');
  const all = JSON.stringify(entities);
  const [manifest] = [...world.canaries].find(
    ([, place]) => place === 'manifest',
  )!;
  for (const [name, entity] of Object.entries(
    hostileReads(world.admin.state.git.url),
  )) {
    const own = (entity as { metadata: { name: string } }).metadata.name;
    await suite.test(`${name} brings no manifest into the catalog`, () => {
      expect(!all.includes(manifest), 'the manifest is in the catalog');
      const found = entities.find(
        (e: { metadata: { name: string } }) => e.metadata.name === own,
      );
      expect(
        !found || ['read-location', 'read-file'].includes(own),
        'the entity was taken',
      );
    });
    await suite.test(`${name} has no documentation`, async () => {
      const { status } = await world
        .as('bob')
        .get(`/api/techdocs/sync/default/component/${own}`);
      expect(status === 404, `bob gets ${status}`);
    });
  }
  await suite.test('and it is not in the index', async () => {
    const { text } = await petra.get(`/api/search/query?term=${manifest}`);
    expect(!text.includes('read-'), 'it is found');
  });

  suite.begin("The portal's Git accounts");
  const { url, portal } = world.admin.state.git;
  const rights: Record<string, string[]> = {
    catalog: ['catalog'],
    gitops: ['gitops'],
    reports: ['reports'],
  };
  for (const [account, readable] of Object.entries(rights)) {
    const { username, password } = portal[account];
    const authorization = `Basic ${Buffer.from(
      `${username}:${password}`,
    ).toString('base64')}`;
    for (const repository of ['catalog', 'gitops', 'reports']) {
      for (const path of [
        `/platform/${repository}.git/info/refs?service=git-upload-pack`,
        `/api/v1/repos/platform/${repository}/contents/README.md?ref=main`,
        `/api/v1/repos/platform/${repository}/archive/main.tar.gz`,
      ]) {
        await suite.test(`${account} at ${path}`, async () => {
          const { status } = await fetch(`${url}${path}`, {
            headers: { authorization },
          });
          const may = readable.includes(repository);
          expect(may ? status !== 401 : status === 404, `gets ${status}`);
        });
      }
    }
  }
  for (const [name, path, body] of [
    [
      'validate',
      '/api/catalog/validate-entity',
      {
        location: `url:${url}/platform/catalog/src/branch/main/x.yaml`,
        entity: hostileReads(url).text,
      },
    ],
    [
      'analyze',
      '/api/catalog/analyze-location',
      { location: { type: 'url', target: `${url}/platform/gitops` } },
    ],
    [
      'register',
      '/api/catalog/locations?dryRun=true',
      { type: 'url', target: `${url}/platform/gitops/src/branch/main/x.yaml` },
    ],
  ] as const) {
    await suite.test(`bob cannot ${name} an address`, async () =>
      expectRefused(world, await world.as('bob').post(path, body)),
    );
  }
}
