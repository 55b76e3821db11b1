import { resolve } from 'node:path';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { MIGRATIONS_TABLE } from './database/AccessKeyRow';
import { DatabaseAccessKeyStore } from './database/DatabaseAccessKeyStore';

jest.setTimeout(60_000);

describe('migrations', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18'] });

  it('should go up, keep and forget keys, and go down', async () => {
    const knex = await databases.init('POSTGRES_18');
    const store = await DatabaseAccessKeyStore.create({
      database: mockServices.database({ knex }),
    });
    const id = '2b1f6c58-35bb-4f0e-9f57-7a3dbb6a2f10';
    const key = {
      id,
      name: 'x',
      owner: 'group:default/team-a',
      permissions: ['rca.investigate'],
      namespaces: [{ cluster: 'c', namespace: 'n' }],
      createdBy: 'user:default/1',
      createdAt: new Date(0),
      expiresAt: new Date(1),
    };
    await store.insert(key, 'hash', 1);
    expect(await store.find(id)).toEqual({
      ...key,
      revokedAt: undefined,
      revokedBy: undefined,
      lastUsedAt: undefined,
    });
    await expect(
      store.insert({ ...key, id: id.replace('2b', '3b') }, 'other', 1),
    ).rejects.toThrow(/1 keys already/);
    expect(await store.closeExpired(async () => {})).toEqual([id]);
    expect(await store.closeExpired(async () => {})).toEqual([]);
    expect(await store.deleteClosed(new Date(0))).toBe(0);
    expect(await store.deleteClosed(new Date(Date.now() + 1))).toBe(1);
    expect(await knex('access_key_secrets')).toEqual([]);

    for (const table of ['access_keys', 'access_key_secrets']) {
      const comments = await knex.raw(
        `SELECT count(*)::int AS missing FROM information_schema.columns
         WHERE table_name = '${table}' AND table_schema = current_schema()
           AND col_description('${table}'::regclass, ordinal_position) IS NULL`,
      );
      expect(comments.rows[0].missing).toBe(0);
    }
    await knex.migrate.down({
      directory: resolve(__dirname, '../migrations'),
      tableName: MIGRATIONS_TABLE,
    });
    expect(await knex.schema.hasTable('access_keys')).toBe(false);
    expect(await knex.schema.hasTable('access_key_secrets')).toBe(false);
  });
});
