import { resolve } from 'node:path';
import { createTestDatabases } from './__testUtils__/databases';

jest.setTimeout(60_000);

describe('migrations', () => {
  const databases = createTestDatabases();

  it.each(databases.eachSupportedId())(
    '20261120210000_init.js goes up and down, %p',
    async id => {
      const knex = await databases.init(id);
      const migrations = { directory: resolve(__dirname, '../migrations') };
      await knex.migrate.up({ ...migrations, name: '20261120210000_init.js' });

      await knex('investigations').insert({
        id: '2b1f6c58-35bb-4f0e-9f57-7a3dbb6a2f10',
        entity_ref: 'component:default/cart',
        cluster: 'sandbox',
        namespace: 'team-a-prod',
        namespaces: ['team-a-prod'],
        window_from: new Date(0),
        window_to: new Date(1),
        state: 'queued',
        requested_by: 'user:default/alice',
        author: JSON.stringify({ name: 'Alice', email: 'a@example.com' }),
        created_at: new Date(2),
        progress: '[]',
      });
      expect(await knex('investigations').first()).toMatchObject({
        state: 'queued',
        commit_attempts: 0,
        lease_owner: null,
        report: null,
      });
      const comments = await knex.raw(
        `SELECT count(*)::int AS missing FROM information_schema.columns
         WHERE table_name = 'investigations' AND table_schema = current_schema()
           AND col_description('investigations'::regclass, ordinal_position) IS NULL`,
      );
      expect(comments.rows[0].missing).toBe(0);

      await knex.migrate.down({
        ...migrations,
        name: '20261120210000_init.js',
      });
      expect(await knex.schema.hasTable('investigations')).toBe(false);
    },
  );
});
