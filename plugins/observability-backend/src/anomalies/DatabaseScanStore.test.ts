import { Knex } from 'knex';
import { resolve } from 'node:path';
import { createTestDatabases } from '../__testUtils__/databases';
import { DatabaseAnomalyStore } from './DatabaseAnomalyStore';
import { DatabaseScanStore } from './DatabaseScanStore';
import { Sighting } from './types';

jest.setTimeout(60_000);

const LEASE_MS = 60_000;
const namespaceOf = (i: number) => ({
  cluster: 'sandbox',
  namespace: `n-${i}`,
  owner: 'group:default/a',
});
const sighting: Sighting = {
  signal: 'metric',
  service: 'cart',
  subject: 'latency',
  title: 'Latency of cart',
  kind: 'level-shift',
  direction: 'up',
  onset: new Date('2026-11-20T10:00:00Z'),
  confidence: 0.99,
  explanation: 'It rose.',
  query: 'up',
  window: {
    from: new Date('2026-11-20T09:30:00Z'),
    to: new Date('2026-11-20T10:30:00Z'),
  },
  points: [[1, 2]],
};
const found = (part: string, sightings: Sighting[] = []) => ({
  ...{ part, sightings, problems: [], leaseMs: LEASE_MS },
});
const round = {
  intervalMs: 60_000,
  blind: { services: [] as string[], logs: false },
};

describe('DatabaseScanStore', () => {
  const databases = createTestDatabases();
  let knex: Knex;
  let store: DatabaseScanStore;

  beforeEach(async () => {
    knex = await databases.init('POSTGRES_18');
    await knex.migrate.latest({
      directory: resolve(__dirname, '../../migrations'),
    });
    store = new DatabaseScanStore(knex);
  });

  it('should give each namespace to one of many that ask at once', async () => {
    await store.sync(Array.from({ length: 12 }, (_, i) => namespaceOf(i)));
    const leases = await Promise.all(
      Array.from({ length: 20 }, () => store.claim(LEASE_MS)),
    );
    const claimed = leases.flatMap(lease => lease?.namespace ?? []);
    // Who skips a row that another one is just taking may find nothing, but never the same.
    expect(new Set(claimed).size).toBe(claimed.length);
    for (;;) {
      const lease = await store.claim(LEASE_MS);
      if (!lease) break;
      claimed.push(lease.namespace);
    }
    expect(new Set(claimed).size).toBe(12);
    expect(claimed).toHaveLength(12);
  });

  it('should go on where a dead process stopped, and refuse what that one still writes', async () => {
    await store.sync([namespaceOf(1)]);
    const dead = (await store.claim(LEASE_MS))!;
    await store.finishPart(dead, found('metrics/a', [sighting]));
    expect(await store.claim(LEASE_MS)).toBeUndefined();
    await knex('scan_cursor').update({ lease_until: new Date(0) });

    const next = (await store.claim(LEASE_MS))!;
    expect(next).toMatchObject({
      done: ['metrics/a'],
      roundStartedAt: dead.roundStartedAt,
    });
    const lost = { name: 'LeaseLostError' };
    await expect(
      store.finishPart(dead, found('logs', [{ ...sighting, subject: 'cpu' }])),
    ).rejects.toMatchObject(lost);
    await expect(store.finishRound(dead, round)).rejects.toMatchObject(lost);
    await expect(store.release(dead, { retryMs: 0 })).rejects.toMatchObject(
      lost,
    );
    expect(await knex('anomalies').pluck('subject')).toEqual(['latency']);

    await store.finishRound(next, round);
    // What was seen in this round, by whomever, is not one scan closer to its end.
    expect(await knex('anomalies').first()).toMatchObject({ clean_scans: 0 });
    expect(await store.claim(LEASE_MS)).toBeUndefined();
    await knex('scan_cursor').update({ next_at: new Date(0) });
    expect(await store.claim(LEASE_MS)).toMatchObject({ done: [] });
  });

  it('should keep one row open, and conclude nothing where it was blind', async () => {
    await store.sync([namespaceOf(1)]);
    const scan = async (sightings: Sighting[], blind = round.blind) => {
      await knex('scan_cursor').update({ next_at: new Date(0) });
      const lease = (await store.claim(LEASE_MS))!;
      await store.finishPart(lease, found('metrics/cart', sightings));
      await store.finishRound(lease, { ...round, blind });
    };
    const later = { ...sighting, onset: new Date('2026-11-20T10:05:00Z') };
    await scan([sighting]);
    await scan([]);
    await scan([{ ...later, confidence: 0.95 }]);
    expect(await knex('anomalies').select('*')).toMatchObject([
      { onset: sighting.onset, confidence: 0.95, clean_scans: 0 },
    ]);
    const blind = { services: ['cart'], logs: true };
    for (let i = 0; i < 5; i++) await scan([], blind);
    expect(await knex('anomalies').whereNull('ended_at')).toHaveLength(1);
    for (let i = 0; i < 3; i++) await scan([]);
    expect(await knex('anomalies').whereNull('ended_at')).toHaveLength(0);
    // The same again is another event.
    // Whatever a tenant writes into a log, the scan goes on.
    await scan([{ ...later, title: 'a\u0000b\ud800c' }]);
    expect(await knex('anomalies').pluck('title')).toContain('abc');
    expect(await knex('anomalies')).toHaveLength(2);

    const anomalies = new DatabaseAnomalyStore(knex);
    await knex('anomalies')
      .whereNotNull('ended_at')
      .update({ ended_at: new Date(0) });
    expect(await anomalies.removeOld(1_000, new AbortController().signal)).toBe(
      1,
    );
    expect(await knex('anomalies').whereNull('ended_at')).toHaveLength(1);
  });

  it('should leave what is open to the owner who had the namespace', async () => {
    const scan = async (owner: string) => {
      await store.sync([{ ...namespaceOf(1), owner }]);
      await knex('scan_cursor').update({ next_at: new Date(0) });
      const lease = (await store.claim(LEASE_MS))!;
      expect(lease.owner).toBe(owner);
      await store.finishPart(lease, found('metrics/cart', [sighting]));
      await store.finishRound(lease, round);
    };
    await scan('group:default/a');
    await scan('group:default/b');
    const rows = await knex('anomalies').select('owner', 'ended_at');
    expect(
      rows.map(({ owner, ended_at }) => [owner, ended_at !== null]).sort(),
    ).toEqual([
      ['group:default/a', true],
      ['group:default/b', false],
    ]);
  });

  it('should find rows of the namespaces by the index', async () => {
    await knex.raw(
      `INSERT INTO anomalies (id, cluster, namespace, owner, service, signal, subject, kind,
         direction, title, onset, detected_at, last_seen_at, ended_at, confidence, explanation,
         query, window_from, window_to, points)
       SELECT gen_random_uuid(), 'sandbox', 'n-' || i % 500, 'group:default/a', 's', 'metric',
         'latency', 'k', 'up', 't', now() - i * interval '1 minute', now(), now(), now(), 1,
         'e', 'q', now(), now(), '[]' FROM generate_series(1, 50000) AS i`,
    );
    await knex.raw('ANALYZE anomalies');
    const explained: string[] = [];
    knex.on('query', ({ sql, bindings }) => {
      if (sql.includes('FROM unnest') && !sql.startsWith('EXPLAIN')) {
        explained.push(sql, JSON.stringify(bindings));
      }
    });
    const listed = await new DatabaseAnomalyStore(knex).list({
      readable: [
        { cluster: 'sandbox', namespace: 'n-7', owner: 'group:default/a' },
      ],
      muted: false,
      limit: 20,
    });
    expect(listed).toHaveLength(21);
    const [sql, bindings] = explained;
    const { rows } = await knex.raw(
      `EXPLAIN ${sql.replace(/\$\d+/g, '?')}`,
      JSON.parse(bindings),
    );
    const plan = rows.map((row: object) => Object.values(row)[0]).join('\n');
    expect(plan).toContain('anomalies_namespace_idx');
  });
});
