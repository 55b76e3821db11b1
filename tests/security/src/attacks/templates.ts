import { expect, Suite } from '../support/Suite';
import { World } from '../world/World';
import { expectNoLeak, expectRefused } from './hostile';

const SECRET = '${{ secrets.backstageToken }}';
const template = (action: string, input: object) => ({
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: { name: 'mine' },
  spec: {
    owner: 'group:default/team-b',
    type: 'x',
    steps: [{ id: 'a', action, input }],
  },
});

/** A template acts as who runs it, so no tenant may bring one along or see another's run. */
export async function testTemplates(suite: Suite, world: World): Promise<void> {
  suite.begin('Templates');
  const bob = world.as('bob');
  await suite.test(
    'a template of a team does not get into the catalog',
    async () => {
      const { json } = await world
        .as('petra')
        .get('/api/catalog/entities?filter=kind=template&fields=metadata.name');
      const names = json.map(
        (e: { metadata: { name: string } }) => e.metadata.name,
      );
      expect(!names.includes('hostile-template'), 'it is there');
      expect(
        names.includes('analyze-root-cause'),
        "the platform's is not there",
      );
    },
  );
  await suite.test('nor can it be run', async () =>
    expectRefused(
      world,
      await bob.post('/api/scaffolder/v2/tasks', {
        templateRef: 'template:default/hostile-template',
        values: {},
      }),
    ),
  );
  for (const [action, input] of [
    ['debug:log', { message: SECRET }],
    ['fetch:plain', { url: world.admin.state.git.url }],
    ['catalog:fetch', { entityRef: 'component:default/owned-by-a' }],
    ['catalog:register', { catalogInfoUrl: world.admin.state.git.url }],
    ['notification:send', { recipients: 'broadcast', title: SECRET }],
    ['fs:delete', { files: ['/'] }],
  ] as const) {
    await suite.test(`a dry run of ${action} is refused`, async () =>
      expectRefused(
        world,
        await bob.post('/api/scaffolder/v2/dry-run', {
          template: template(action, input),
          values: {},
          secrets: {},
          directoryContents: [],
        }),
      ),
    );
  }
  for (const [name, value] of Object.entries({
    secret: SECRET,
    user: '${{ user | dump }}',
    task: '${{ context | dump }}',
    constructor:
      "${{ ''.constructor.constructor('return process')().env | dump }}",
    include: "{% include '/etc/passwd' %}",
    raw: '{{ secrets | dump }}',
  })) {
    await suite.test(
      `a value that is a template stays text: ${name}`,
      async () => {
        const created = await bob.post('/api/scaffolder/v2/tasks', {
          templateRef: 'template:default/analyze-root-cause',
          values: { entityRef: `component:default/${value}`, note: value },
        });
        if (created.status >= 400) return;
        const { id } = created.json;
        await world.eventually('the task is finished', async () => {
          const { json } = await bob.get(`/api/scaffolder/v2/tasks/${id}`);
          return ['open', 'processing'].includes(json.status)
            ? undefined
            : json;
        });
        const task = await bob.get(`/api/scaffolder/v2/tasks/${id}`);
        const events = await bob.get(`/api/scaffolder/v2/tasks/${id}/events`);
        for (const { text } of [task, events]) {
          expect(!text.includes(bob.token!), "the initiator's token is shown");
          expect(!/"PATH":|root:x:0/.test(text), 'it was evaluated');
          expectNoLeak(world, text);
        }
      },
    );
  }
  await suite.test('secrets of a task are in none of its answers', async () => {
    const alice = world.as('alice');
    for (const path of ['', '/events', '/eventstream']) {
      const { text } = await alice.get(
        `/api/scaffolder/v2/tasks/${world.belongings.task}${path}`,
      );
      expect(!text.includes(alice.token!), `${path} tells the token`);
      expect(!text.includes('backstageToken'), `${path} tells of secrets`);
    }
  });
  await suite.test(
    "bob's run of the platform's template reads what bob may",
    async () => {
      const { json } = await bob.post('/api/scaffolder/v2/tasks', {
        templateRef: 'template:default/analyze-root-cause',
        values: {
          entityRef: 'component:default/payments',
          namespace: 'team-a-prod',
          cluster: 'sandbox',
          timeRange: '30m',
        },
      });
      await world.eventually('the task is finished', async () => {
        const answer = await bob.get(`/api/scaffolder/v2/tasks/${json.id}`);
        return ['open', 'processing'].includes(answer.json.status)
          ? undefined
          : answer;
      });
      const task = await bob.get(`/api/scaffolder/v2/tasks/${json.id}`);
      expect(task.json.status === 'failed', `it is ${task.json.status}`);
      expectNoLeak(
        world,
        await bob.get(`/api/scaffolder/v2/tasks/${json.id}/events`),
      );
    },
  );
}
