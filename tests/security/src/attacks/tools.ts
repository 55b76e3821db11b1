import { expect, Suite } from '../support/Suite';
import { World } from '../world/World';
import { expectNoLeak } from './hostile';

const ENDPOINT = '/api/mcp-actions/v1';
const ACCEPT = { accept: 'application/json, text/event-stream' };
/** Plugins whose actions exist, whether they are offered as tools or not. */
const PLUGINS = [
  'auth',
  'catalog',
  'kubernetes',
  'mcp-actions',
  'notifications',
  'observability',
  'rca',
  'scaffolder',
  'search',
];

/** Every tool and action that is offered, and the hostile input that it gets. */
const TOOLS: Record<string, object[]> = {
  'catalog.get-catalog-entity': [
    { name: 'owned-by-a', kind: 'Component', namespace: 'default' },
    { name: 'owned-by-a' },
  ],
  'catalog.get-catalog-model-description': [{}],
  'catalog.query-catalog-entities': [
    {},
    { query: { kind: 'Component' } },
    { query: {}, fullTextFilter: { term: 'canary' } },
  ],
  'catalog.refresh-catalog-entity': [
    { entityRef: 'component:default/owned-by-a' },
    { name: 'owned-by-a', kind: 'component', namespace: 'default' },
  ],
  'catalog.register-entity': [{ locationUrl: 'http://127.0.0.1:1/x.yaml' }],
  'catalog.unregister-entity': [
    { type: { locationUrl: 'http://127.0.0.1:1/x.yaml' } },
  ],
  'catalog.validate-entity': [{ entity: 'kind: Component' }],
  'kubernetes.get-kubernetes-clusters': [{}],
  'kubernetes.get-kubernetes-resources-for-entity': [
    { name: 'owned-by-a', kind: 'component', namespace: 'default' },
    { name: 'hostile-foreign', kind: 'component', namespace: 'default' },
    { entityRef: 'component:default/owned-by-a' },
  ],
  'observability.list-anomalies': [
    {},
    { namespace: 'team-a-prod' },
    { entityRef: 'component:default/checkout' },
  ],
  'observability.query-logs': [
    { entityRef: 'component:default/checkout' },
    { entityRef: 'component:default/payments', namespace: 'team-a-prod' },
    {
      entityRef: 'component:default/checkout',
      query: 'options(ignore_global_time_filter=true) *',
    },
  ],
  'observability.log-patterns': [
    { entityRef: 'component:default/checkout' },
    { entityRef: 'component:default/payments', namespace: 'team-a-prod' },
  ],
  'observability.query-metrics': [
    { entityRef: 'component:default/checkout', panel: 'latency' },
    {
      entityRef: 'component:default/payments',
      namespace: 'team-a-prod',
      query: 'count by (namespace, pod) ({__name__=~".+"})',
    },
  ],
  'rca.analyze-root-cause': [
    { entityRef: 'component:default/checkout' },
    {
      entityRef: 'component:default/payments',
      namespace: 'team-a-prod',
      cluster: 'sandbox',
    },
  ],
  'rca.get-report': [],
};

/** Tools for models, by the protocol and by the plain routes of each plugin. */
export async function testTools(suite: Suite, world: World): Promise<void> {
  suite.begin('Tools');
  const { investigation } = world.belongings;
  TOOLS['rca.get-report'] = [
    { id: investigation },
    { investigationId: investigation },
  ];
  const call = (
    name: 'bob' | 'bella' | 'nina' | 'petra',
    method: string,
    params: object = {},
  ) =>
    world
      .as(name)
      .post(ENDPOINT, { jsonrpc: '2.0', id: 1, method, params }, ACCEPT);

  const listed = await call('petra', 'tools/list');
  const text = listed.text.replace(/^[\s\S]*?data: /, '');
  const offered: string[] = (listed.json ?? JSON.parse(text)).result.tools.map(
    (tool: { name: string }) => tool.name,
  );
  await suite.test('every tool is known here', () => {
    const unknown = offered.filter(name => !Object.hasOwn(TOOLS, name));
    expect(!unknown.length, `not classified: ${unknown.join(', ')}`);
    expect(offered.length > 0, 'no tool is offered');
  });
  for (const name of ['bob', 'bella', 'nina'] as const) {
    for (const [tool, inputs] of Object.entries(TOOLS)) {
      for (const input of inputs) {
        await suite.test(
          `${name} calls ${tool} ${JSON.stringify(input)}`,
          async () => {
            const answer = await call(name, 'tools/call', {
              name: tool,
              arguments: input,
            });
            expectNoLeak(world, answer.text.replaceAll(investigation, ''));
            const [plugin, id] = tool.split('.');
            const direct = await world
              .as(name)
              .post(
                `/api/${plugin}/.backstage/actions/v1/actions/${plugin}:${id}/invoke`,
                input,
              );
            expectNoLeak(world, direct.text.replaceAll(investigation, ''));
          },
        );
      }
    }
  }
  for (const plugin of PLUGINS) {
    await suite.test(
      `actions of ${plugin} are all offered and so tried`,
      async () => {
        const { json } = await world
          .as('petra')
          .get(`/api/${plugin}/.backstage/actions/v1/actions`);
        const unknown = (json.actions ?? [])
          .map(({ id }: { id: string }) => id.replace(':', '.'))
          .filter((id: string) => !Object.hasOwn(TOOLS, id));
        // What is not offered as a tool can be invoked by nobody.
        for (const id of unknown) {
          const answer = await world
            .as('bob')
            .post(
              `/api/${plugin}/.backstage/actions/v1/actions/${id.replace(
                '.',
                ':',
              )}/invoke`,
              {},
            );
          expect(
            answer.status === 404 || answer.status === 403,
            `${id} answers ${answer.status}`,
          );
        }
      },
    );
  }
}
