import { setTimeout as sleep } from 'node:timers/promises';
import { Answer, send } from '../support/send';
import { expect, Suite } from '../support/Suite';
import { World } from '../world/World';
import { expectNoLeak, expectRefused } from './hostile';

const KEYS = '/api/auth/access-keys/v1/keys';
/** As long as the groups of a caller may be remembered, and a little more. */
const REVOKED_AFTER_MS = 6_000;
const CHECKOUT = '/api/catalog/entities/by-name/component/default/checkout';
const PODS = '/api/kubernetes/services/checkout';

/** Keys for machines open no more than their scope, and only their owners hold them. */
export async function testKeys(suite: Suite, world: World): Promise<void> {
  suite.begin('Keys for machines');
  const wanted = (owner: string, namespace?: string) => ({
    name: 'attack',
    owner,
    permissions: ['catalog.entity.read', 'rca.report.read'],
    namespaces: namespace ? [{ cluster: 'sandbox', namespace }] : [],
    lifetimeHours: 1,
  });
  const make = async (namespace?: string) => {
    const { status, json } = await world
      .as('alice')
      .post(KEYS, wanted('team-a', namespace));
    expect(status === 201, `alice cannot make a key: ${status}`);
    return json as { key: { id: string }; secret: string };
  };
  const exchange = (key: string): Promise<Answer> =>
    send(world.portalUrl, {
      method: 'POST',
      path: '/api/auth/access-keys/v1/token',
      body: { key },
    });
  const use = async (secret: string) => {
    const { status, json } = await exchange(secret);
    expect(status === 200, `the key is refused: ${status}`);
    const authorization = `Bearer ${json.token}`;
    return (path: string, body?: unknown) =>
      send(world.portalUrl, {
        method: body === undefined ? 'GET' : 'POST',
        path,
        body,
        headers: { authorization },
      });
  };
  const { investigation } = world.belongings;
  const report = `/api/rca/investigations/${investigation}`;
  /** The refusal repeats the address, and with it the id. */
  const expectNoReport = (answer: Answer) => {
    const text = answer.text.replaceAll(investigation, '');
    expectRefused(world, { ...answer, headers: {}, text });
  };
  const key = await make('team-a-prod');

  for (const name of ['bob', 'bella', 'nina', 'static', 'service'] as const) {
    const caller = world.as(name);
    await suite.test(`${name} makes no key of team-a`, async () =>
      expectRefused(world, await caller.post(KEYS, wanted('team-a'))),
    );
    await suite.test(`${name} does not see it`, async () => {
      const answer = await caller.get(KEYS);
      expectNoLeak(world, answer);
      expect(!answer.text.includes(key.key.id), 'it is in the list');
    });
    await suite.test(`${name} neither rotates nor revokes it`, async () => {
      expectRefused(
        world,
        await caller.post(`${KEYS}/${key.key.id}/rotate`, {}),
      );
      expectRefused(
        world,
        await caller.send({ method: 'DELETE', path: `${KEYS}/${key.key.id}` }),
      );
      await use(key.secret);
    });
  }
  await suite.test('bob makes no key for a namespace of team-a', async () =>
    expectRefused(
      world,
      await world.as('bob').post(KEYS, wanted('team-b', 'team-a-prod')),
    ),
  );
  await suite.test('petra holds no key of others', async () =>
    expectRefused(
      world,
      await world.as('petra').post(`${KEYS}/${key.key.id}/rotate`, {}),
    ),
  );
  for (const permission of ['catalog.entity.delete', '*', 'rca.*', '']) {
    await suite.test(`no key may '${permission}'`, async () => {
      const body = { ...wanted('team-a'), permissions: [permission] };
      const { status } = await world.as('alice').post(KEYS, body);
      expect(status === 400, `answered ${status}`);
    });
  }
  await suite.test('a key reads what is in its scope', async () => {
    const call = await use(key.secret);
    for (const path of [CHECKOUT, report]) {
      const { status } = await call(path);
      expect(status === 200, `answered ${status} at ${path}`);
    }
  });
  await suite.test('a key makes, rotates and revokes no keys', async () => {
    const call = await use(key.secret);
    expectRefused(world, await call(KEYS, wanted('team-a', 'team-a-prod')));
    expectRefused(world, await call(`${KEYS}/${key.key.id}/rotate`, {}));
    expectRefused(world, await call(KEYS));
  });
  await suite.test('a key does nothing that it was not given', async () => {
    const call = await use(key.secret);
    expectRefused(
      world,
      await call('/api/rca/investigations', {
        entityRef: 'component:default/checkout',
      }),
    );
    expectRefused(
      world,
      await call('/api/scaffolder/v2/tasks', {
        templateRef: 'template:default/rca-analyze',
        values: {},
      }),
    );
    expectRefused(world, await call(PODS, { entityRef: CHECKOUT }));
  });
  await suite.test('a key without namespaces reads no reports', async () => {
    const call = await use((await make()).secret);
    expectNoReport(await call(report));
    expectNoLeak(world, await call('/api/rca/investigations?limit=100'));
  });
  for (const secret of [
    'aiops_key_',
    `${key.secret}x`,
    key.secret.slice(0, -1),
    key.secret.toUpperCase(),
    key.key.id,
    `${key.secret}\u0000`,
    "' OR '1'='1",
    ['aiops_key_'],
    { $ne: '' },
  ]) {
    await suite.test(`no token for ${JSON.stringify(secret)}`, async () => {
      const { status, text } = await exchange(secret as string);
      expect([400, 401].includes(status), `answered ${status}: ${text}`);
    });
  }
  await suite.test('a revoked key and its tokens open nothing', async () => {
    const call = await use(key.secret);
    const { status } = await world
      .as('alice')
      .send({ method: 'DELETE', path: `${KEYS}/${key.key.id}` });
    expect(status === 204, `alice cannot revoke it: ${status}`);
    expect((await exchange(key.secret)).status === 401, 'it gets a token');
    await sleep(REVOKED_AFTER_MS);
    expectRefused(world, await call(CHECKOUT));
    expectNoReport(await call(report));
  });
}
