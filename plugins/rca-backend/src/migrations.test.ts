import { resolve } from 'node:path';
import { Knex } from 'knex';
import { createTestDatabases } from './__testUtils__/databases';

jest.setTimeout(60_000);

describe('migrations', () => {
  const databases = createTestDatabases();

  it.each(databases.eachSupportedId())(
    'go up and down one by one, %p',
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
      expect(await uncommented(knex)).toBe(0);

      const owners = { ...migrations, name: '20261121003000_owners.js' };
      await knex.migrate.up(owners);
      // Rows from before say of nobody that they may see them.
      expect(await knex('investigations').first()).toMatchObject({
        owners: null,
      });
      await knex('investigations').update({ owners: ['group:default/a'] });
      expect(await uncommented(knex)).toBe(0);
      await knex.migrate.down(owners);
      expect(await knex.schema.hasColumn('investigations', 'owners')).toBe(
        false,
      );
      expect(await knex('investigations').first()).toMatchObject({
        state: 'queued',
      });

      await knex.migrate.down({
        ...migrations,
        name: '20261120210000_init.js',
      });
      expect(await knex.schema.hasTable('investigations')).toBe(false);
    },
  );
});

/** Columns without a comment. */
async function uncommented(knex: Knex): Promise<number> {
  const { rows } = await knex.raw(
    `SELECT count(*)::int AS missing FROM information_schema.columns
     WHERE table_name = 'investigations' AND table_schema = current_schema()
       AND col_description('investigations'::regclass, ordinal_position) IS NULL`,
  );
  return rows[0].missing;
}
