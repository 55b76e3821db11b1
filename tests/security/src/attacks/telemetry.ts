import { Answer } from '../support/send';
import { expect, Suite } from '../support/Suite';
import { World } from '../world/World';
import { expectNoLeak, expectRefused } from './hostile';
import { LOGSQL, METRICSQL } from './injection';

const WINDOW_MS = 30 * 60_000;
const OWN = 'component:default/payments';
const OWN_NAMESPACE = 'team-b-prod';
const FOREIGN_NAMESPACE = 'team-a-prod';
const NAMESPACE_FIELD = 'kubernetes.pod_namespace';

/** What a member of another team gets out of the routes of logs, metrics and anomalies. */
export async function testTelemetry(suite: Suite, world: World): Promise<void> {
  const bob = world.as('bob');
  const to = Date.now();
  const window = {
    from: new Date(to - WINDOW_MS).toISOString(),
    to: new Date(to).toISOString(),
  };
  const ask = (path: string, body: object) =>
    bob.post(`/api/observability/${path}`, {
      entityRef: OWN,
      window,
      ...body,
    });
  /** Nothing of team-a: neither its pods nor its name but where bob wrote that himself. */
  const expectOwn = (answer: Answer, query: string) => {
    expect(answer.status < 500, `fails: ${answer.status} ${answer.text}`);
    expectNoLeak(world, answer);
    const text = answer.text
      .replaceAll(JSON.stringify(query).slice(1, -1), '')
      .replaceAll(query, '');
    expect(!text.includes(world.belongings.pod), 'a pod of team-a came back');
  };

  suite.begin('Own queries at the routes of logs');
  const found = { lines: 0, series: 0 };
  for (const query of LOGSQL) {
    await suite.test(JSON.stringify(query), async () => {
      const lines = await ask('logs/lines', { query, limit: 1_000 });
      expectOwn(lines, query);
      for (const { fields } of lines.json?.lines ?? []) {
        found.lines += 1;
        const namespace = fields[NAMESPACE_FIELD];
        expect(
          namespace === undefined || namespace === OWN_NAMESPACE,
          `a line of ${namespace} came back`,
        );
      }
      const fields = await ask('logs/fields', {
        query,
        field: NAMESPACE_FIELD,
      });
      expectOwn(fields, query);
      for (const { value } of fields.json?.values ?? []) {
        expect(value === OWN_NAMESPACE, `the namespace ${value} came back`);
      }
      expectOwn(await ask('logs/volume', { query }), query);
      expectOwn(await ask('logs/patterns', { query }), query);
      expectOwn(await ask('logs/export', { query, format: 'text' }), query);
    });
  }
  await suite.test(
    'own lines come back, so that the others show something',
    () => expect(found.lines > 0, 'no query found anything'),
  );
  await suite.test('a filter by the namespace finds nothing', async () => {
    const filter = {
      fields: [{ name: NAMESPACE_FIELD, values: [FOREIGN_NAMESPACE] }],
    };
    const { json } = await ask('logs/lines', { filter });
    expect(json.lines.length === 0, 'lines came back');
  });

  suite.begin('Own queries at the routes of metrics');
  for (const query of METRICSQL) {
    await suite.test(JSON.stringify(query), async () => {
      const answer = await ask('metrics/query', { query });
      expectOwn(answer, query);
      found.series += answer.json?.series?.length ?? 0;
    });
  }
  await suite.test('own series come back', () =>
    expect(found.series > 0, 'no query found anything'),
  );
  await suite.test('names are those of the own namespace', async () => {
    const { json } = await ask('metrics/names', { label: 'namespace' });
    expect(
      JSON.stringify(json.names) === JSON.stringify([OWN_NAMESPACE]),
      `got ${json.names}`,
    );
  });

  suite.begin('Places of others');
  for (const [entityRef, namespace] of [
    ['component:default/checkout', undefined],
    ['component:default/checkout', OWN_NAMESPACE],
    [OWN, FOREIGN_NAMESPACE],
    [OWN, 'kube-system'],
    [OWN, 'no-such-namespace'],
    [OWN, `${OWN_NAMESPACE}/../${FOREIGN_NAMESPACE}`],
  ] as const) {
    for (const path of ['logs/lines', 'metrics/names', 'marks']) {
      await suite.test(`${path} of ${entityRef} in ${namespace}`, async () => {
        const answer = await ask(path, {
          entityRef,
          ...(namespace && { namespace }),
        });
        // Naming somebody's entity and the own namespace shows the own namespace.
        if (namespace === OWN_NAMESPACE && answer.status === 200) {
          expectOwn(answer, '');
        } else {
          expectRefused(world, answer);
        }
      });
    }
  }

  suite.begin('Anomalies of others');
  const mute = await world
    .as('alice')
    .post('/api/observability/anomalies/mutes', {
      cluster: 'sandbox',
      namespace: FOREIGN_NAMESPACE,
      service: 'no-such-service',
      reason: 'of alice',
      days: 1,
    });
  await suite.test('alice mutes', () => expect(mute.status === 201, mute.text));
  const { id } = mute.json;
  for (const name of ['bob', 'bella', 'nina', 'static', 'service'] as const) {
    await suite.test(`${name} neither sees nor ends it`, async () => {
      const caller = world.as(name);
      for (const query of ['', `?namespace=${FOREIGN_NAMESPACE}`]) {
        const list = await caller.get(
          `/api/observability/anomalies/mutes${query}`,
        );
        expect(!list.text.includes(id), 'it is listed');
        const anomalies = await caller.get(
          `/api/observability/anomalies${query}${
            query ? '&' : '?'
          }muted=true&limit=100`,
        );
        for (const { namespace } of anomalies.json?.items ?? []) {
          expect(
            namespace !== FOREIGN_NAMESPACE,
            'an anomaly of team-a is listed',
          );
        }
      }
      for (const path of [id, id.toUpperCase(), `${id}%00`, `./${id}`]) {
        const answer = await caller.send({
          method: 'DELETE',
          path: `/api/observability/anomalies/mutes/${path}`,
          headers: {},
        });
        expect(
          [400, 401, 403, 404].includes(answer.status),
          `answers ${answer.status}`,
        );
      }
    });
  }
  await suite.test('it is still there, and alice ends it', async () => {
    const alice = world.as('alice');
    const { json } = await alice.get('/api/observability/anomalies/mutes');
    expect(
      json.items.some((item: { id: string }) => item.id === id),
      'it is gone',
    );
    const { status } = await alice.send({
      method: 'DELETE',
      path: `/api/observability/anomalies/mutes/${id}`,
      headers: {},
    });
    expect(status === 204, `answers ${status}`);
  });
}
