import type { CallerName } from '../../support/Caller';
import { expect, Suite } from '../../support/Suite';
import type { World } from '../../world/World';
import { OWN_WORD } from '../../world/plantTelemetry';
import { Attacker, inParallel } from './Attacker';
import { expectNoLeak } from '../hostile';
import { foreignLogsQl, refusedLogsQl } from './logsQlTexts';
import { foreignMetricsQl } from './metricsQlTexts';

const MCP = '/api/mcp-actions/v1';
const ACCEPT = { accept: 'application/json, text/event-stream' };
const FOREIGN = /team-a-(?:prod|staging)/;
/** In the second cluster that name belongs to team-b. */
const OF_SECOND_CLUSTER =
  /"cluster":"sandbox-2","namespace":"team-a-prod"|"namespace":"team-a-prod","cluster":"sandbox-2"/g;
/** Of the texts that the routes get all of. */
const EVERY = 20;

type Action = [name: string, input: Record<string, unknown>];

/** Each tool of telemetry, by the protocol and by the route of its plugin. */
export async function testTelemetryActions(
  suite: Suite,
  world: World,
): Promise<void> {
  suite.begin('Tools of telemetry');
  const call = (name: CallerName, [action, input]: Action) =>
    Promise.all([
      world.as(name).post(
        MCP,
        {
          jsonrpc: '2.0',
          id: 1,
          method: 'tools/call',
          params: { name: `observability.${action}`, arguments: input },
        },
        ACCEPT,
      ),
      world
        .as(name)
        .post(
          `/api/observability/.backstage/actions/v1/actions/observability:${action}/invoke`,
          input,
        ),
    ]);
  const some = (texts: string[]) => texts.filter((_, i) => i % EVERY === 0);
  const ownCalls = (entityRef: string): Action[] => [
    ...some(foreignLogsQl).map(
      (query): Action => ['query-logs', { entityRef, query }],
    ),
    ...some(refusedLogsQl).map(
      (query): Action => ['query-logs', { entityRef, query }],
    ),
    ...some(foreignMetricsQl).map(
      (query): Action => ['query-metrics', { entityRef, query }],
    ),
    ['query-logs', { entityRef, contains: ['" or *', 'x) or ('] }],
    ['query-logs', { entityRef, levels: ['") or (*'] }],
    ['query-metrics', { entityRef, panel: 'latency"} or up{a="' }],
    ['log-patterns', { entityRef }],
    ['list-anomalies', {}],
    ['list-anomalies', { entityRef }],
  ];
  let own = 0;
  const ownOnes = Attacker.both(world).flatMap(({ name, entityRef }) =>
    ownCalls(entityRef).map(action => ({ name, action })),
  );
  await inParallel(ownOnes, ({ name, action }) => {
    const [, { query = '' }] = action;
    return suite.test(`${name}: ${JSON.stringify(action)}`, async () => {
      for (const { text } of await call(name, action)) {
        expectNoLeak(world, text);
        if (text.includes(OWN_WORD)) own++;
        // The answer of the protocol has the answer of the tool as text within.
        const written = String(query);
        const once = JSON.stringify(written).slice(1, -1);
        const twice = JSON.stringify(once).slice(1, -1);
        const rest = [twice, once, written]
          .filter(Boolean)
          .reduce((left, part) => left.replaceAll(part, ''), text)
          .replace(/\\n|[\\\s]/g, '')
          .replaceAll(OF_SECOND_CLUSTER, '');
        const isRefusal = /"error"|isError":true/.test(text);
        expect(isRefusal || !FOREIGN.test(rest), 'it tells of team-a');
      }
    });
  });
  await suite.test('own lines come back, so that this shows something', () =>
    expect(own > 10, `only ${own} answers had any`),
  );

  const targets = [
    { entityRef: 'component:default/checkout' },
    { entityRef: 'Component:Default/Checkout' },
    { entityRef: 'component:default/checkout', namespace: 'team-b-prod' },
    { entityRef: 'component:default/payments', namespace: 'team-a-prod' },
    {
      entityRef: 'component:default/payments',
      namespace: 'team-a-prod',
      cluster: 'sandbox',
    },
    {
      entityRef: 'component:default/payments',
      namespace: 'team-b-prod/../team-a-prod',
    },
    { entityRef: 'component:default/hostile-foreign', cluster: 'sandbox' },
  ];
  const foreignCalls = targets.flatMap((target): Action[] => [
    ['query-logs', { ...target, query: '*' }],
    ['query-logs', target],
    ['log-patterns', target],
    ['query-metrics', { ...target, panel: 'latency' }],
    ['query-metrics', { ...target, query: 'up' }],
    ['list-anomalies', target],
  ]);
  for (const name of [
    'bob',
    'bella',
    'nina',
    'static',
    'service',
    'anonymous',
  ] as const) {
    // Naming somebody's entity and the own namespace is refused as well: the entity is not there.
    await inParallel(foreignCalls, action =>
      suite.test(`${name}: ${JSON.stringify(action)}`, async () => {
        const [byProtocol, direct] = await call(name, action);
        expectNoLeak(world, byProtocol);
        expectNoLeak(world, direct);
        expect(
          direct.status >= 400 && direct.status < 500,
          `was let in: ${direct.status} ${direct.text.slice(0, 200)}`,
        );
        // What does not come within the time for streams tells nothing.
        expect(
          byProtocol.status >= 400 ||
            byProtocol.text === '' ||
            /"isError":true|"error":/.test(byProtocol.text),
          `the tool answers ${byProtocol.text.slice(0, 200)}`,
        );
      }),
    );
  }
}
