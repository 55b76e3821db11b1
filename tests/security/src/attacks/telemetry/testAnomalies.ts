import { randomUUID } from 'node:crypto';
import { expect, Suite } from '../../support/Suite';
import type { World } from '../../world/World';
import { expectNoLeak } from '../hostile';
import { inParallel } from './Attacker';

const ANOMALIES = '/api/observability/anomalies';
const MUTES = `${ANOMALIES}/mutes`;
const FOREIGN = /team-a-(?:prod|staging)/;
/** In the second cluster that name belongs to team-b. */
const OF_SECOND_CLUSTER =
  /"cluster":\s*"sandbox-2",\s*"namespace":\s*"team-a-prod"/g;
const NOTES = '/api/notifications/notifications?limit=100';

type Item = { id: string; cluster: string; namespace: string; onset: string };

/** Anomalies and mutes of others: in lists, by ids and cursors, and in messages. */
export async function testAnomalies(suite: Suite, world: World): Promise<void> {
  suite.begin('Anomalies of others');
  const alice = world.as('alice');
  const mute = (namespace: string, more: object = {}) => ({
    cluster: 'sandbox',
    namespace,
    service: 'no-such-service',
    reason: 'an attack',
    days: 1,
    ...more,
  });
  // The scan finds the planted lines: they were not there before.
  const page: { items: Item[]; nextCursor?: string } = await world.eventually(
    'alice has anomalies',
    async () => {
      const { json } = await alice.get(`${ANOMALIES}?muted=true&limit=1`);
      return json.items?.length ? json : undefined;
    },
  );
  const { json: everything } = await alice.get(`${ANOMALIES}?limit=100`);
  const foreign: Item[] = everything.items.filter(
    (item: Item) => item.cluster === 'sandbox' && FOREIGN.test(item.namespace),
  );
  const [first] = page.items;
  const cursorOf = (text: string) => Buffer.from(text).toString('base64url');
  const made = await alice.post(MUTES, mute('team-a-prod'));
  await suite.test('alice has some, and mutes', () => {
    expect(foreign.length > 0, 'alice has none in the namespaces of team-a');
    expect(made.status === 201, made.text);
  });
  const { id } = made.json;
  const cursors = [
    page.nextCursor ?? cursorOf(`${first.onset} ${first.id}`),
    cursorOf('2035-01-01T00:00:00.000Z ffffffff-ffff-ffff-ffff-ffffffffffff'),
    cursorOf(`2035-01-01T00:00:00.000Z ${first.id}' OR '1'='1`),
    cursorOf("2035-01-01T00:00:00.000Z' OR 1=1 -- x"),
    cursorOf('9999-99-99T99:99:99.999Z 00000000-0000-0000-0000-000000000000'),
    cursorOf(JSON.stringify({ namespace: 'team-a-prod' })),
    'x',
    '%00',
    '..%2f',
    'A'.repeat(300),
  ];
  const filters = [
    '',
    'muted=true',
    'state=open',
    'state=ended',
    'signal=log',
    'cluster=sandbox',
    'namespace=team-a-prod',
    'namespace=team-a-staging',
    'cluster=sandbox&namespace=team-a-prod&muted=true',
    'namespace=team-b-prod&namespace=team-a-prod',
    'namespace[]=team-a-prod',
    'namespace[$ne]=x',
    'namespace=team-a%25',
    "namespace=x'%20OR%201=1--",
    'entityRef=component:default/checkout',
    'entityRef=component:default/payments&namespace=team-a-prod',
    'owner=group:default/team-a',
    'readable=team-a-prod',
    'limit=101',
    'limit=-1',
  ];
  const lists = [
    ...filters.map(filter => `${ANOMALIES}?${filter}`),
    ...cursors.flatMap(cursor => [
      `${ANOMALIES}?cursor=${cursor}&limit=100`,
      `${ANOMALIES}?cursor=${cursor}&muted=true&namespace=team-a-prod`,
    ]),
    ...filters.slice(5, 18).map(filter => `${MUTES}?${filter}`),
    MUTES,
  ];
  for (const name of [
    'bob',
    'bella',
    'nina',
    'static',
    'service',
    'anonymous',
  ] as const) {
    const caller = world.as(name);
    await inParallel(lists, path =>
      suite.test(`${name} at ${path}`, async () => {
        const answer = await caller.get(path);
        expect(answer.status < 500, `fails: ${answer.status} ${answer.text}`);
        expectNoLeak(world, answer);
        if (answer.status !== 200) return;
        const text = answer.text.replaceAll(OF_SECOND_CLUSTER, '');
        expect(!FOREIGN.test(text), `it tells of ${FOREIGN.exec(text)}`);
        for (const item of [...foreign, { id }]) {
          expect(!answer.text.includes(item.id), `it has ${item.id}`);
        }
      }),
    );
    for (const path of [
      id,
      id.toUpperCase(),
      `${id}%00`,
      `./${id}`,
      `${randomUUID()}%2f..%2f${id}`,
      `%20${id}`,
      first.id,
      '..',
      '*',
    ]) {
      await suite.test(`${name} ends no mute ${path}`, async () => {
        const { status } = await caller.send({
          method: 'DELETE',
          path: `${MUTES}/${path}`,
        });
        expect([401, 403, 404].includes(status), `answers ${status}`);
      });
    }
    for (const body of [
      mute('team-a-prod'),
      mute('team-a-staging', { service: 'checkout' }),
      mute('ingress', { service: 'ingress-gateway' }),
      mute('monitoring'),
      mute('kube-system'),
      mute('no-such-namespace'),
      mute('team-a-prod', { cluster: 'no-such-cluster' }),
      mute('Team-A-Prod'),
      mute('team-b-prod,team-a-prod'),
      mute('team-b-prod', { namespaces: ['team-a-prod'] }),
      mute('team-b-prod', { createdBy: 'user:default/300000000000000001' }),
      mute('team-b-prod', { id }),
      mute('team-b-prod', { days: 91 }),
      mute('team-b-prod', { cluster: ['sandbox'] }),
    ]) {
      await suite.test(`${name} mutes ${JSON.stringify(body)}`, async () => {
        const { status, text } = await caller.post(MUTES, body);
        expect(status >= 400 && status < 500, `answers ${status} ${text}`);
      });
    }
  }
  await suite.test('a mute of others is as one that is not there', async () => {
    const [found, none] = await Promise.all(
      [id, randomUUID()].map(async one => {
        const path = `${MUTES}/${one}`;
        const { status, json } = await world
          .as('bob')
          .send({ method: 'DELETE', path });
        return JSON.stringify([status, json.error]).replaceAll(one, '');
      }),
    );
    expect(found === none, `${found} instead of ${none}`);
  });
  await suite.test('it is still there, and alice ends it', async () => {
    const { json } = await alice.get(MUTES);
    expect(
      json.items.some((item: Item) => item.id === id),
      'it is gone',
    );
    const { status } = await alice.send({
      method: 'DELETE',
      path: `${MUTES}/${id}`,
    });
    expect(status === 204, `answers ${status}`);
  });
  await suite.test('owners hear of anomalies', async () => {
    await world.eventually('alice is told', async () => {
      const { json } = await alice.get(`${NOTES}&topic=anomalies`);
      return json.notifications?.length ? true : undefined;
    });
  });
  for (const name of ['bob', 'bella', 'nina'] as const) {
    for (const query of ['', '&topic=anomalies', '&search=team-a-prod']) {
      await suite.test(`${name} hears nothing of them${query}`, async () => {
        const answer = await world.as(name).get(`${NOTES}${query}`);
        expectNoLeak(world, answer);
        expect(!FOREIGN.test(answer.text), answer.text.slice(0, 300));
      });
    }
  }
}
