import { expect, Suite } from '../support/Suite';
import { World } from '../world/World';
import { expectNoLeak, expectRefused } from './hostile';

/** What belongs to somebody is not found by its id, however it is written. */
export async function testGuessing(suite: Suite, world: World): Promise<void> {
  suite.begin('Ids of other people');
  const { investigation, task, notification, entityUid, pod } =
    world.belongings;
  const paths = [
    `/api/rca/investigations/${investigation}`,
    `/api/rca/investigations/${investigation}/report.md`,
    `/api/scaffolder/v2/tasks/${task}`,
    `/api/scaffolder/v2/tasks/${task}/events?after=0`,
    `/api/scaffolder/v2/tasks/${task}/eventstream?after=0`,
    `/api/notifications/notifications/${notification}`,
    `/api/catalog/entities/by-uid/${entityUid}`,
    `/api/kubernetes/clusters/sandbox/namespaces/team-a-prod/pods/${pod}/log`,
    `/api/kubernetes/clusters/sandbox/namespaces/team-b-prod/pods/${pod}/log`,
    `/api/kubernetes/clusters/sandbox-2/namespaces/team-a-prod/pods/${pod}/log`,
  ];
  const spellings: Array<(path: string) => string> = [
    path => path,
    path => `${path.split('?')[0]}/`,
    path => path.replace(/[0-9a-f-]{36}/, id => id.toUpperCase()),
    path => path.replace(/[0-9a-f-]{36}/, id => `%20${id}`),
    path => path.replace(/[0-9a-f-]{36}/, id => `x%2f..%2f${id}`),
    path => path.replace(/[0-9a-f-]{36}/, id => `${id}%00`),
    path => path.replace(/[0-9a-f-]{36}/, id => `./${id}`),
  ];
  const ids = [investigation, task, notification, entityUid, pod];
  for (const name of ['bob', 'bella', 'nina', 'static', 'service'] as const) {
    for (const path of paths) {
      for (const spell of new Set(spellings.map(s => s(path)))) {
        await suite.test(`${name} at ${spell}`, async () => {
          const answer = await world.as(name).get(spell);
          const text = ids.reduce((t, id) => t.replaceAll(id, ''), answer.text);
          // A list that is empty, or a store that cannot read the id, is no success either.
          if (answer.status < 500) {
            expectRefused(world, { ...answer, headers: {}, text });
          } else {
            expectNoLeak(world, text);
          }
        });
      }
    }
    for (const path of [
      '/api/rca/investigations?limit=100',
      '/api/scaffolder/v2/tasks?createdBy=user:default/300000000000000001',
      '/api/scaffolder/v2/tasks?limit=1000',
      '/api/scaffolder/v2/tasks?status=completed&order=desc:created_at',
      '/api/notifications/notifications?user=user:default/300000000000000001',
      '/api/notifications/notifications?search=canary',
    ]) {
      await suite.test(`${name} lists ${path}`, async () =>
        expectNoLeak(world, await world.as(name).get(path)),
      );
    }
  }
  await suite.test("bob cannot mark alice's notification", async () => {
    await world.as('bob').post('/api/notifications/notifications/update', {
      ids: [notification],
      read: true,
    });
    const { json } = await world
      .as('alice')
      .get(`/api/notifications/notifications/${notification}`);
    expect(!json.read, 'it is marked as read');
  });
  await suite.test('bob cannot send a notification', async () =>
    expectRefused(
      world,
      await world.as('bob').post('/api/notifications/notifications', {
        recipients: { type: 'broadcast' },
        payload: { title: 'Free money', link: 'https://evil.example' },
      }),
    ),
  );
}
