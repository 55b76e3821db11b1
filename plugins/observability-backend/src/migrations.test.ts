import { resolve } from 'node:path';
import { randomUUID } from 'node:crypto';
import { createTestDatabases } from './__testUtils__/databases';

jest.setTimeout(60_000);

const TABLES = ['anomalies', 'anomaly_mutes', 'scan_cursor'];
const ANOMALY = {
  cluster: 'sandbox',
  namespace: 'team-a-prod',
  owner: 'group:default/team-a',
  service: 'cart',
  signal: 'metric',
  subject: 'latency',
  kind: 'level-shift',
  direction: 'up',
  title: 'Latency of cart',
  onset: new Date(0),
  detected_at: new Date(1),
  last_seen_at: new Date(1),
  confidence: 0.99,
  explanation: 'It rose.',
  query: 'up',
  window_from: new Date(0),
  window_to: new Date(1),
  points: '[]',
};

describe('migrations', () => {
  const databases = createTestDatabases();

  it.each(databases.eachSupportedId())('go up and down, %p', async id => {
    const knex = await databases.init(id);
    const migrations = { directory: resolve(__dirname, '../migrations') };
    const name = '20261121040000_anomalies.js';
    await knex.migrate.up({ ...migrations, name });

    const open = () =>
      knex('anomalies').insert({ ...ANOMALY, id: randomUUID() });
    await open();
    await expect(open()).rejects.toThrow('anomalies_open_idx');
    await knex('anomalies').update({ ended_at: new Date(2) });
    await open();
    expect(await knex('anomalies').whereNull('ended_at').first()).toMatchObject(
      {
        clean_scans: 0,
        notified_at: null,
      },
    );
    for (const table of TABLES) {
      const { rows } = await knex.raw(
        `SELECT column_name FROM information_schema.columns
         WHERE table_name = ? AND table_schema = current_schema()
           AND col_description(?::regclass, ordinal_position) IS NULL`,
        [table, table],
      );
      expect(rows).toEqual([]);
    }

    await knex.migrate.down({ ...migrations, name });
    for (const table of TABLES) {
      expect(await knex.schema.hasTable(table)).toBe(false);
    }
  });
});
