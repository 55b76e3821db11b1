import { expect, Suite } from '../support/Suite';
import { World } from '../world/World';
import { expectNoLeak } from './hostile';

const TEAM_A = 'team-a';
const TEAM_B = 'team-b';
const STAGING = 'team-a-staging';

/** Rights that change while somebody reads. */
export async function testChanges(suite: Suite, world: World): Promise<void> {
  suite.begin('Changes of ownership');
  const alice = world.as('alice');
  const bob = world.as('bob');
  const events = `/api/kubernetes/clusters/sandbox/namespaces/${STAGING}/events`;

  await suite.test(
    'a namespace given away is lost while it is being read',
    async () => {
      expect(
        (await alice.get(events)).status === 200,
        'alice could not read it',
      );
      let reading = true;
      let lastAllowed = 0;
      const reader = (async () => {
        while (reading) {
          const begun = Date.now();
          const { status } = await alice.get(events);
          if (status === 200) lastAllowed = begun;
        }
      })();
      const given = Date.now();
      try {
        await world.admin.label(STAGING, TEAM_B);
        await new Promise(resolve => setTimeout(resolve, 4_000));
      } finally {
        reading = false;
        await reader;
        await world.admin.label(STAGING, TEAM_A);
      }
      const late = lastAllowed - given;
      expect(late < 2_000, `alice still read it ${late} ms later`);
    },
  );
  await suite.test('and comes back with its label', async () => {
    await world.eventually('alice can read it again', async () =>
      (await alice.get(events)).status === 200 ? true : undefined,
    );
    const { status } = await bob.get(events);
    expect(status === 403 || status === 404, `bob gets ${status}`);
  });
  for (const team of [
    'team-',
    'TEAM-B',
    'team-b ',
    'group:default/team-b,team-a',
    '',
    'te\u0430m-b',
  ]) {
    await suite.test(
      `the label ${JSON.stringify(team)} gives it to nobody of team-b`,
      async () => {
        try {
          // A label that Kubernetes itself refuses gives it to nobody, too.
          await world.admin.label(STAGING, team).catch(() => {});
          await new Promise(resolve => setTimeout(resolve, 700));
          const { status } = await bob.get(events);
          expect(status === 403 || status === 404, `bob gets ${status}`);
        } finally {
          await world.admin.label(STAGING, TEAM_A);
        }
      },
    );
  }

  suite.begin('Search');
  const find = async (caller: typeof alice) =>
    caller.get('/api/search/query?term=canary&types[0]=software-catalog');
  await suite.test(
    "the index holds alice's entity, and shows it to alice",
    async () => {
      await world.eventually('alice finds it', async () =>
        world.leakIn(await find(alice)) ? true : undefined,
      );
    },
  );
  for (const name of ['bob', 'bella', 'nina'] as const) {
    for (const query of [
      'term=canary',
      'term=owned-by-a',
      'term=canary&types[0]=software-catalog&types[1]=techdocs',
      'term=canary&filters[kind]=Component',
      'term=canary&filters[owner]=team-a',
      'term=',
      'term=canary&pageLimit=100',
      'term=canary%3A*',
      'term=canary&pageCursor=MQ==',
    ]) {
      await suite.test(`${name} does not find it by ${query}`, async () =>
        expectNoLeak(
          world,
          // The word that was looked for comes back.
          (
            await world.as(name).get(`/api/search/query?${query}`)
          ).text,
        ),
      );
    }
  }
  await suite.test(
    'an entity given away is lost at once, while the index is behind',
    async () => {
      const give = (owner: string) =>
        world.admin.commit('catalog', {
          'attack/owned.yaml': text =>
            text?.replace(/"owner":"[^"]*"/, `"owner":"${owner}"`),
        });
      const name = '/api/catalog/entities/by-name/component/default/owned-by-a';
      await give('platform-engineering-secret');
      try {
        await world.eventually('alice cannot read the entity', async () => {
          await world.refreshCatalog();
          return (await alice.get(name)).status === 404 ? true : undefined;
        });
        expectNoLeak(world, (await find(alice)).text);
      } finally {
        await give('team-a');
        await world.eventually('alice can read it again', async () => {
          await world.refreshCatalog();
          return (await alice.get(name)).status === 200 ? true : undefined;
        });
      }
    },
  );
}
