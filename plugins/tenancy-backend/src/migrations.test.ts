import { resolve } from 'node:path';
import { createTestDatabases } from './__testUtils__/databases';

jest.setTimeout(60_000);

describe('migrations', () => {
  const databases = createTestDatabases();

  it.each(databases.eachSupportedId())(
    '20261121003000_init.js goes up and down, %p',
    async id => {
      const knex = await databases.init(id);
      const migrations = {
        directory: resolve(__dirname, '../migrations'),
        name: '20261121003000_init.js',
      };
      await knex.migrate.up(migrations);
      await knex('access_requests').insert({
        id: '2b1f6c58-35bb-4f0e-9f57-7a3dbb6a2f10',
        user_ref: 'user:default/alice',
        cluster: 'sandbox',
        namespace: 'team-b-prod',
        reason: 'On call this week',
        created_at: new Date(2),
      });
      expect(await knex('access_requests').first()).toMatchObject({
        attempts: 0,
        due_at: null,
      });
      const comments = await knex.raw(
        `SELECT count(*)::int AS missing FROM information_schema.columns
         WHERE table_name = 'access_requests' AND table_schema = current_schema()
           AND col_description('access_requests'::regclass, ordinal_position) IS NULL`,
      );
      expect(comments.rows[0].missing).toBe(0);
      await knex.migrate.down(migrations);
      expect(await knex.schema.hasTable('access_requests')).toBe(false);
    },
  );
});
